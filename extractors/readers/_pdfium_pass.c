/* What pdfium tells about all characters of a text page, or all objects of a page, gathered in one pass.
 *
 * pdfium answers about one character or object a call. Called from Python, each of the many calls costs more than pdfium
 * itself; here they are calls through function pointers. Nothing is reckoned with here but the middles of boxes: the
 * numbers go out as pdfium gives them, widened to double, zeros where it has no answer, in columns that numpy wraps. `pdfium_columns.py` gives
 * the same columns without this module, to the last bit.
 *
 * The module is not linked with pdfium. `connect` is told once where the functions named in `FUNCTIONS` lie in the
 * library that is loaded already. Whoever calls in holds the lock that pdfium needs (it is not thread-safe); the
 * interpreter's lock is kept, too, so no other thread runs meanwhile. Handles come as integers and are trusted: they
 * are those of an open page. Counts and places are checked. How many there may be at most is judged by the caller
 * before it asks, so memory is bounded by that: 150 bytes a character, 60 an object, 30 a segment.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>

/* Raised whenever what goes in or comes out changes, so that a module built from older source is not used. */
#define LAYOUT 1

/* Numbers of a character, a style, an object, a path and a segment, in the order in which they are given out. */
enum { CHARACTER_NUMBERS = 8, STYLE_NUMBERS = 6, BOUNDS = 4, PATH_NUMBERS = 8, SEGMENT_NUMBERS = 4 };

enum { TEXT = 1, PATH = 2, IMAGE = 3 };

enum { STYLES_LOOKED_AT = 16 };

/* Segments of a path that is nearly always one line or one rectangle, which its bounds tell. */
enum { LINE_SEGMENTS = 2, RECTANGLE_SEGMENTS = 5 };

typedef void *Handle;

typedef struct {
    float left, top, right, bottom;
} Rectangle;

typedef struct {
    float a, b, c, d, e, f;
} Matrix;

/* The functions of pdfium that are called: result, name, arguments. */
#define PDFIUM_FUNCTIONS(DO)                                                                     \
    DO(unsigned int, FPDFText_GetUnicode, (Handle, int))                                         \
    DO(int, FPDFText_HasUnicodeMapError, (Handle, int))                                          \
    DO(Handle, FPDFText_GetTextObject, (Handle, int))                                            \
    DO(double, FPDFText_GetFontSize, (Handle, int))                                              \
    DO(int, FPDFText_GetMatrix, (Handle, int, Matrix *))                                         \
    DO(int, FPDFText_GetLooseCharBox, (Handle, int, Rectangle *))                                \
    DO(int, FPDFText_GetCharBox, (Handle, int, double *, double *, double *, double *))          \
    DO(int, FPDFText_GetCharOrigin, (Handle, int, double *, double *))                           \
    DO(int, FPDFTextObj_GetTextRenderMode, (Handle))                                             \
    DO(Handle, FPDFTextObj_GetFont, (Handle))                                                    \
    DO(int, FPDFFont_GetIsEmbedded, (Handle))                                                    \
    DO(Handle, FPDFPage_GetObject, (Handle, int))                                                \
    DO(Handle, FPDFFormObj_GetObject, (Handle, unsigned long))                                   \
    DO(int, FPDFPageObj_GetType, (Handle))                                                       \
    DO(int, FPDFPageObj_GetMatrix, (Handle, Matrix *))                                           \
    DO(int, FPDFPageObj_GetBounds, (Handle, float *, float *, float *, float *))                 \
    DO(int, FPDFPath_CountSegments, (Handle))                                                    \
    DO(int, FPDFPath_GetDrawMode, (Handle, int *, int *))                                        \
    DO(Handle, FPDFPath_GetPathSegment, (Handle, int))                                           \
    DO(int, FPDFPathSegment_GetType, (Handle))                                                   \
    DO(int, FPDFPathSegment_GetClose, (Handle))                                                  \
    DO(int, FPDFPathSegment_GetPoint, (Handle, float *, float *))

#define DECLARED(result, name, arguments) result(*name) arguments;
#define COUNTED(result, name, arguments) +1
#define NAMED(result, name, arguments) #name,

static struct {
    PDFIUM_FUNCTIONS(DECLARED)
} pdfium;

enum { FUNCTION_COUNT = PDFIUM_FUNCTIONS(COUNTED) };
static const char *const FUNCTION_NAMES[] = {PDFIUM_FUNCTIONS(NAMED)};
static int connected = 0;

/* One address as Python gives it (an integer, not 0) → true; raises and gives false otherwise. */
static int is_address(PyObject *given, uintptr_t *found)
{
    void *address = PyLong_AsVoidPtr(given);

    if (address == NULL) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_ValueError, "an address is 0");
        }
        return 0;
    }
    *found = (uintptr_t)address;
    return 1;
}

static PyObject *connect(PyObject *module, PyObject *addresses)
{
    uintptr_t found[FUNCTION_COUNT];
    int k = 0;

    (void)module;
    if (!PyTuple_Check(addresses) || PyTuple_GET_SIZE(addresses) != FUNCTION_COUNT) {
        PyErr_Format(PyExc_ValueError, "a tuple of %d addresses is wanted", (int)FUNCTION_COUNT);
        return NULL;
    }
    for (k = 0; k < FUNCTION_COUNT; k++) {
        if (!is_address(PyTuple_GET_ITEM(addresses, k), &found[k])) {
            return NULL;
        }
    }
    /* An address becomes a function pointer by its bytes: C has no cast from one to the other. */
    k = 0;
#define CONNECTED(result, name, arguments)                                                             \
    Py_BUILD_ASSERT(sizeof(pdfium.name) == sizeof(found[0]));                                          \
    memcpy(&pdfium.name, &found[k++], sizeof(pdfium.name));
    PDFIUM_FUNCTIONS(CONNECTED)
    connected = 1;
    Py_RETURN_NONE;
}

static int is_connected(void)
{
    if (!connected) {
        PyErr_SetString(PyExc_RuntimeError, "connect first");
    }
    return connected;
}

/* Room for so many numbers of so many bytes each, in a bytes object; raises and gives NULL where there is none. */
static PyObject *room(Py_ssize_t count, Py_ssize_t bytes)
{
    if (count < 0 || count > PY_SSIZE_T_MAX / bytes) {
        PyErr_SetString(PyExc_ValueError, "no such count");
        return NULL;
    }
    return PyBytes_FromStringAndSize(NULL, count * bytes);
}

/* Numbers are written by their bytes: nothing is promised about where those of a bytes object begin. */
static void put(PyObject *column, Py_ssize_t place, double number)
{
    memcpy(PyBytes_AS_STRING(column) + place * (Py_ssize_t)sizeof number, &number, sizeof number);
}

static void put_integer(PyObject *column, Py_ssize_t place, int32_t number)
{
    memcpy(PyBytes_AS_STRING(column) + place * (Py_ssize_t)sizeof number, &number, sizeof number);
}

static PyObject *codes(PyObject *module, PyObject *arguments)
{
    PyObject *given = NULL, *found = NULL;
    uintptr_t page = 0;
    int count = 0, k = 0;

    (void)module;
    if (!is_connected() || !PyArg_ParseTuple(arguments, "Oi", &given, &count) || !is_address(given, &page)) {
        return NULL;
    }
    found = room(count, sizeof(uint32_t));
    if (found == NULL) {
        return NULL;
    }
    for (k = 0; k < count; k++) {
        uint32_t code = pdfium.FPDFText_GetUnicode((Handle)page, k);
        memcpy(PyBytes_AS_STRING(found) + (Py_ssize_t)k * (Py_ssize_t)sizeof code, &code, sizeof code);
    }
    return found;
}

/* The points of one character, each number into a column of its own: first every x, then every y. Out: whether there
 * is a box round its ink; without one (or without an extent) its middle means nothing. */
static int put_points(Handle page, int index, PyObject *points, Py_ssize_t row, Py_ssize_t count)
{
    double left = 0, right = 0, bottom = 0, top = 0, x = 0, y = 0;
    Rectangle loose = {0, 0, 0, 0};

    if (!pdfium.FPDFText_GetLooseCharBox(page, index, &loose)) {
        memset(&loose, 0, sizeof loose);
    }
    if (!pdfium.FPDFText_GetCharBox(page, index, &left, &right, &bottom, &top)) {
        left = right = bottom = top = 0;
    }
    if (!pdfium.FPDFText_GetCharOrigin(page, index, &x, &y)) {
        x = y = 0;
    }
    {
        const double numbers[CHARACTER_NUMBERS] = {
            x, loose.left, loose.right, (left + right) / 2, y, loose.top, loose.bottom, (bottom + top) / 2,
        };
        for (int column = 0; column < CHARACTER_NUMBERS; column++) {
            put(points, column * count + row, numbers[column]);
        }
    }
    return right > left && top > bottom;
}

/* The style of one character that belongs to a run of text (NULL: to none): matrix, type size, rendering mode. */
static void read_style(Handle page, int index, Handle run, double *style)
{
    Matrix matrix = {0, 0, 0, 0, 0, 0};

    if (!pdfium.FPDFText_GetMatrix(page, index, &matrix)) {
        memset(&matrix, 0, sizeof matrix);
    }
    style[0] = matrix.a;
    style[1] = matrix.b;
    style[2] = matrix.c;
    style[3] = matrix.d;
    style[4] = pdfium.FPDFText_GetFontSize(page, index);
    style[5] = run == NULL ? 0 : pdfium.FPDFTextObj_GetTextRenderMode(run);
}

static int is_same_style(const double *one, const double *other)
{
    for (int k = 0; k < STYLE_NUMBERS; k++) {
        if (one[k] != other[k]) {
            return 0;
        }
    }
    return 1;
}

/* The place of a style among those written last, or behind them all where it is none of them. Text goes to and fro
 * between few styles, so looking a little way back finds most; one that is not found is merely written again. */
static Py_ssize_t place_of_style(const double *styles, Py_ssize_t count, const double *style)
{
    for (Py_ssize_t k = count - 1; k >= 0 && k >= count - STYLES_LOOKED_AT; k--) {
        if (is_same_style(styles + k * STYLE_NUMBERS, style)) {
            return k;
        }
    }
    return count;
}

/* Fills the columns for the characters at `places`; out: how many styles were written, or -1 with an error set. */
static Py_ssize_t read_characters(Handle page, const char *places, Py_ssize_t count, PyObject *points,
                                  PyObject *inked, PyObject *unmapped, PyObject *style_of, double *styles)
{
    Handle before = NULL;
    Py_ssize_t style_count = 0, current = 0;

    for (Py_ssize_t row = 0; row < count; row++) {
        int64_t place = 0;
        int index = 0;
        Handle run = NULL;

        memcpy(&place, places + row * (Py_ssize_t)sizeof place, sizeof place);
        if (place < 0 || place > INT_MAX) {
            PyErr_SetString(PyExc_ValueError, "no such character");
            return -1;
        }
        index = (int)place;
        run = pdfium.FPDFText_GetTextObject(page, index);
        if (row == 0 || run == NULL || run != before) { /* the characters of a run are of one style */
            double *next = styles + style_count * STYLE_NUMBERS;
            read_style(page, index, run, next);
            current = place_of_style(styles, style_count, next);
            style_count += current == style_count;
        }
        before = run;
        put_integer(style_of, row, (int32_t)current);
        PyBytes_AS_STRING(unmapped)[row] = pdfium.FPDFText_HasUnicodeMapError(page, index) != 0;
        PyBytes_AS_STRING(inked)[row] = (char)put_points(page, index, points, row, count);
    }
    return style_count;
}

static PyObject *characters(PyObject *module, PyObject *arguments)
{
    PyObject *given = NULL, *points = NULL, *inked = NULL, *unmapped = NULL, *style_of = NULL;
    PyObject *result = NULL;
    Py_buffer places;
    uintptr_t page = 0;
    Py_ssize_t count = 0, style_count = 0;
    double *styles = NULL;

    (void)module;
    if (!is_connected() || !PyArg_ParseTuple(arguments, "Oy*", &given, &places)) {
        return NULL;
    }
    count = places.len / (Py_ssize_t)sizeof(int64_t);
    if (!is_address(given, &page)) {
        goto done;
    }
    if (count > INT_MAX) {
        PyErr_SetString(PyExc_ValueError, "no such count");
        goto done;
    }
    points = room(count, CHARACTER_NUMBERS * sizeof(double));
    inked = room(count, 1);
    unmapped = room(count, 1);
    style_of = room(count, sizeof(int32_t));
    if (points == NULL || inked == NULL || unmapped == NULL || style_of == NULL) {
        goto done;
    }
    /* One more than needed: the last style is written before it is known whether it is a new one. */
    styles = PyMem_Calloc((size_t)count + 1, STYLE_NUMBERS * sizeof(double));
    if (styles == NULL) {
        PyErr_NoMemory();
        goto done;
    }
    style_count = read_characters((Handle)page, places.buf, count, points, inked, unmapped, style_of, styles);
    if (style_count >= 0) {
        result = Py_BuildValue("OOOOy#", points, inked, unmapped, style_of, (const char *)styles,
                               style_count * (Py_ssize_t)(STYLE_NUMBERS * sizeof(double)));
    }
done:
    PyMem_Free(styles);
    Py_XDECREF(points);
    Py_XDECREF(inked);
    Py_XDECREF(unmapped);
    Py_XDECREF(style_of);
    PyBuffer_Release(&places);
    return result;
}

/* Whether the font of a piece of text is neither embedded nor known to be. */
static int has_absent_font(Handle text)
{
    return pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(text)) == 0;
}

static void put_bounds(Handle object, PyObject *bounds, Py_ssize_t row, Py_ssize_t count)
{
    float sides[BOUNDS] = {0, 0, 0, 0};

    if (!pdfium.FPDFPageObj_GetBounds(object, &sides[0], &sides[1], &sides[2], &sides[3])) {
        memset(sides, 0, sizeof sides);
    }
    for (int k = 0; k < BOUNDS; k++) {
        put(bounds, k * count + row, sides[k]);
    }
}

static PyObject *objects(PyObject *module, PyObject *arguments)
{
    PyObject *given = NULL, *handles = NULL, *kinds = NULL, *segments = NULL, *absent = NULL, *bounds = NULL;
    PyObject *result = NULL;
    uintptr_t container = 0;
    int count = 0, is_form = 0;

    (void)module;
    if (!is_connected() || !PyArg_ParseTuple(arguments, "Oip", &given, &count, &is_form) ||
        !is_address(given, &container)) {
        return NULL;
    }
    handles = room(count, sizeof(uint64_t));
    kinds = room(count, sizeof(int32_t));
    segments = room(count, sizeof(int32_t));
    absent = room(count, 1);
    bounds = room(count, BOUNDS * sizeof(double));
    if (handles == NULL || kinds == NULL || segments == NULL || absent == NULL || bounds == NULL) {
        goto done;
    }
    memset(PyBytes_AS_STRING(bounds), 0, (size_t)PyBytes_GET_SIZE(bounds));
    for (int k = 0; k < count; k++) {
        Handle object = is_form ? pdfium.FPDFFormObj_GetObject((Handle)container, (unsigned long)k)
                                : pdfium.FPDFPage_GetObject((Handle)container, k);
        uint64_t handle = (uintptr_t)object;
        int kind = pdfium.FPDFPageObj_GetType(object);
        int segment_count = kind == PATH ? pdfium.FPDFPath_CountSegments(object) : 0;
        int is_absent = kind == TEXT && has_absent_font(object);

        memcpy(PyBytes_AS_STRING(handles) + (Py_ssize_t)k * (Py_ssize_t)sizeof handle, &handle, sizeof handle);
        put_integer(kinds, k, kind);
        put_integer(segments, k, segment_count);
        PyBytes_AS_STRING(absent)[k] = (char)is_absent;
        if (is_absent || kind == IMAGE || segment_count == LINE_SEGMENTS || segment_count == RECTANGLE_SEGMENTS) {
            put_bounds(object, bounds, k, count);
        }
    }
    result = PyTuple_Pack(5, handles, kinds, segments, absent, bounds);
done:
    Py_XDECREF(handles);
    Py_XDECREF(kinds);
    Py_XDECREF(segments);
    Py_XDECREF(absent);
    Py_XDECREF(bounds);
    return result;
}

/* How many segments paths have together, -1 with an error set where that cannot be. */
static Py_ssize_t count_segments(const char *handles, Py_ssize_t count)
{
    Py_ssize_t total = 0;

    for (Py_ssize_t row = 0; row < count; row++) {
        uint64_t handle = 0;
        int own = 0;

        memcpy(&handle, handles + row * (Py_ssize_t)sizeof handle, sizeof handle);
        own = pdfium.FPDFPath_CountSegments((Handle)(uintptr_t)handle);
        total += own > 0 ? own : 0;
        if (total > INT_MAX) {
            PyErr_SetString(PyExc_ValueError, "too many segments");
            return -1;
        }
    }
    return total;
}

/* Matrix and manner of drawing of one path; a path without matrix has the one that changes nothing. */
static void put_path(Handle path, PyObject *paths, Py_ssize_t row)
{
    Matrix matrix = {1, 0, 0, 1, 0, 0};
    int fill = 0, stroke = 0;

    if (!pdfium.FPDFPageObj_GetMatrix(path, &matrix)) {
        matrix = (Matrix){1, 0, 0, 1, 0, 0};
    }
    if (!pdfium.FPDFPath_GetDrawMode(path, &fill, &stroke)) {
        fill = stroke = 0;
    }
    {
        const double numbers[PATH_NUMBERS] = {
            matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f, fill != 0, stroke != 0,
        };
        for (int k = 0; k < PATH_NUMBERS; k++) {
            put(paths, row * PATH_NUMBERS + k, numbers[k]);
        }
    }
}

/* Point, kind, and whether it closes its subpath, of one segment. */
static void put_segment(Handle segment, PyObject *segments, Py_ssize_t row)
{
    float x = 0, y = 0;
    double numbers[SEGMENT_NUMBERS];

    if (!pdfium.FPDFPathSegment_GetPoint(segment, &x, &y)) {
        x = y = 0;
    }
    numbers[0] = x;
    numbers[1] = y;
    numbers[2] = pdfium.FPDFPathSegment_GetType(segment);
    numbers[3] = pdfium.FPDFPathSegment_GetClose(segment) != 0;
    for (int k = 0; k < SEGMENT_NUMBERS; k++) {
        put(segments, row * SEGMENT_NUMBERS + k, numbers[k]);
    }
}

static PyObject *paths(PyObject *module, PyObject *given)
{
    PyObject *drawn = NULL, *segments = NULL, *result = NULL;
    Py_buffer handles;
    Py_ssize_t count = 0, total = 0, next = 0;

    (void)module;
    if (!is_connected() || PyObject_GetBuffer(given, &handles, PyBUF_SIMPLE) < 0) {
        return NULL;
    }
    count = handles.len / (Py_ssize_t)sizeof(uint64_t);
    total = count_segments(handles.buf, count);
    if (total < 0) {
        goto done;
    }
    drawn = room(count, PATH_NUMBERS * sizeof(double));
    segments = room(total, SEGMENT_NUMBERS * sizeof(double));
    if (drawn == NULL || segments == NULL) {
        goto done;
    }
    for (Py_ssize_t row = 0; row < count; row++) {
        uint64_t handle = 0;
        Handle path = NULL;
        int own = 0;

        memcpy(&handle, (const char *)handles.buf + row * (Py_ssize_t)sizeof handle, sizeof handle);
        path = (Handle)(uintptr_t)handle;
        put_path(path, drawn, row);
        own = pdfium.FPDFPath_CountSegments(path);
        for (int k = 0; k < own && next < total; k++) {
            put_segment(pdfium.FPDFPath_GetPathSegment(path, k), segments, next++);
        }
    }
    result = PyTuple_Pack(2, drawn, segments);
done:
    Py_XDECREF(drawn);
    Py_XDECREF(segments);
    PyBuffer_Release(&handles);
    return result;
}

static PyMethodDef METHODS[] = {
    {"connect", connect, METH_O, "Where the functions named in FUNCTIONS lie, as a tuple of integers."},
    {"codes", codes, METH_VARARGS, "Text page and number of characters → the code of each."},
    {"characters", characters, METH_VARARGS,
     "Text page and places of characters → their points, whether inked and unmapped, the style of each, and the styles."},
    {"objects", objects, METH_VARARGS,
     "Page or form, number of objects, whether a form → handles, kinds, segments, absent fonts, bounds."},
    {"paths", paths, METH_O, "Handles of paths → matrix and manner of drawing of each, and all their segments."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "_pdfium_pass", "What pdfium tells about a page, gathered in one pass.", -1, METHODS,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__pdfium_pass(void)
{
    PyObject *module = PyModule_Create(&MODULE);
    PyObject *names = module == NULL ? NULL : PyTuple_New(FUNCTION_COUNT);

    for (int k = 0; names != NULL && k < FUNCTION_COUNT; k++) {
        PyObject *name = PyUnicode_FromString(FUNCTION_NAMES[k]);
        if (name == NULL) {
            Py_CLEAR(names);
        } else {
            PyTuple_SET_ITEM(names, k, name);
        }
    }
    if (names == NULL || PyModule_AddObjectRef(module, "FUNCTIONS", names) < 0 ||
        PyModule_AddIntConstant(module, "LAYOUT", LAYOUT) < 0) {
        Py_XDECREF(names);
        Py_XDECREF(module);
        return NULL;
    }
    Py_DECREF(names);
    return module;
}
