/* Which glyphs of a page stand on one printed line, and in which order along it.
 *
 * The same as `GlyphColumns._ordered` without this module gives, glyph by glyph; there each step goes over columns, and
 * the many short columns of cells cost more than what is done with them. Glyphs are ordered by kind (direction, and
 * cell where lines end at cells), baseline and start; those that compare equal keep their order. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Raised whenever what goes in or comes out changes, so that a module built from older source is not used. */
#define LAYOUT 1

/* `kind` becomes the number of the line, `rank` the place in the order before. */
typedef struct {
    int64_t kind, place, rank;
    double baseline, start, size;
} Glyph;

static int by_number(double one, double other)
{
    return (one > other) - (one < other);
}

static int by_whole(int64_t one, int64_t other)
{
    return (one > other) - (one < other);
}

/* By kind, baseline and start; of those equal in all, the one given first. */
static int by_line(const void *one, const void *other)
{
    const Glyph *a = one, *b = other;
    int found = by_whole(a->kind, b->kind);

    found = found ? found : by_number(a->baseline, b->baseline);
    found = found ? found : by_number(a->start, b->start);
    return found ? found : by_whole(a->rank, b->rank);
}

/* By line and start; of those equal in both, the one that came first before. */
static int along_line(const void *one, const void *other)
{
    const Glyph *a = one, *b = other;
    int found = by_whole(a->kind, b->kind);

    found = found ? found : by_number(a->start, b->start);
    return found ? found : by_whole(a->rank, b->rank);
}

static void sort(Glyph *glyphs, Py_ssize_t count, int (*compared)(const void *, const void *))
{
    int in_order = 1;

    for (Py_ssize_t k = 0; k < count; k++) {
        glyphs[k].rank = k;
        in_order = in_order && (k == 0 || compared(&glyphs[k - 1], &glyphs[k]) <= 0);
    }
    if (!in_order) { /* most are */
        qsort(glyphs, (size_t)count, sizeof *glyphs, compared);
    }
}

/* Glyphs ordered by kind and baseline → the number of the line of each, in place of its kind. A line goes on as long as
 * baselines are near that of its first glyph; who differs in nothing from the one before stands beside it. */
static void number_lines(Glyph *glyphs, Py_ssize_t count, double same_baseline)
{
    Py_ssize_t first = 0;
    int64_t kind = 0, line = 0;

    for (Py_ssize_t k = 0; k < count; k++) {
        Glyph *own = &glyphs[k];
        if (k == 0) {
            kind = own->kind;
        } else if (own->kind != kind) {
            kind = own->kind;
            first = k;
            line++;
        } else if (own->baseline != glyphs[k - 1].baseline || own->size != glyphs[k - 1].size) {
            double size = own->size < glyphs[first].size ? own->size : glyphs[first].size;
            if (own->baseline - glyphs[first].baseline > same_baseline * size) {
                first = k;
                line++;
            }
        }
        own->kind = line;
    }
}

/* A buffer of so many numbers of 8 bytes; raises and gives false where it is another. */
static int has_length(const Py_buffer *column, Py_ssize_t count)
{
    if (column->len != count * 8) {
        PyErr_SetString(PyExc_ValueError, "columns of one length are wanted");
        return 0;
    }
    return 1;
}

/* The glyphs of columns; out: false where a number of one is none, for such have no order. */
static int take(Glyph *glyphs, const Py_buffer *columns, Py_ssize_t count)
{
    for (Py_ssize_t k = 0; k < count; k++) {
        Glyph *own = &glyphs[k];
        memcpy(&own->kind, (const char *)columns[0].buf + k * 8, 8);
        memcpy(&own->baseline, (const char *)columns[1].buf + k * 8, 8);
        memcpy(&own->start, (const char *)columns[2].buf + k * 8, 8);
        memcpy(&own->size, (const char *)columns[3].buf + k * 8, 8);
        own->place = k;
        if (own->baseline != own->baseline || own->start != own->start || own->size != own->size) {
            return 0;
        }
    }
    return 1;
}

static PyObject *given_out(const Glyph *glyphs, Py_ssize_t count)
{
    PyObject *order = PyBytes_FromStringAndSize(NULL, count * 8), *line = PyBytes_FromStringAndSize(NULL, count * 8);
    PyObject *result = NULL;

    if (order != NULL && line != NULL) {
        for (Py_ssize_t k = 0; k < count; k++) {
            memcpy(PyBytes_AS_STRING(order) + k * 8, &glyphs[k].place, 8);
            memcpy(PyBytes_AS_STRING(line) + k * 8, &glyphs[k].kind, 8);
        }
        result = PyTuple_Pack(2, order, line);
    }
    Py_XDECREF(order);
    Py_XDECREF(line);
    return result;
}

static PyObject *ordered(PyObject *module, PyObject *arguments)
{
    Py_buffer columns[4];
    double same_baseline = 0;
    PyObject *result = NULL;
    Glyph *glyphs = NULL;
    Py_ssize_t count = 0;

    (void)module;
    if (!PyArg_ParseTuple(arguments, "y*y*y*y*d", &columns[0], &columns[1], &columns[2], &columns[3], &same_baseline)) {
        return NULL;
    }
    count = columns[0].len / 8;
    for (int k = 0; k < 4; k++) {
        if (!has_length(&columns[k], count)) {
            goto done;
        }
    }
    glyphs = PyMem_Calloc((size_t)count + 1, sizeof *glyphs);
    if (glyphs == NULL) {
        PyErr_NoMemory();
    } else if (!take(glyphs, columns, count)) {
        result = Py_NewRef(Py_None);
    } else {
        sort(glyphs, count, by_line);
        number_lines(glyphs, count, same_baseline);
        sort(glyphs, count, along_line);
        result = given_out(glyphs, count);
    }
done:
    PyMem_Free(glyphs);
    for (int k = 0; k < 4; k++) {
        PyBuffer_Release(&columns[k]);
    }
    return result;
}

static PyMethodDef METHODS[] = {
    {"ordered", ordered, METH_VARARGS,
     "Kinds, baselines, starts and sizes of glyphs, and how far (in sizes) baselines of one line lie apart → their places "
     "by line and along it, and the number of the line of each; None where one has no number."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "_glyph_lines", "Which glyphs stand on one printed line.", -1, METHODS, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__glyph_lines(void)
{
    PyObject *module = PyModule_Create(&MODULE);

    if (module != NULL && PyModule_AddIntConstant(module, "LAYOUT", LAYOUT) < 0) {
        Py_CLEAR(module);
    }
    return module;
}
