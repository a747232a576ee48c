// The two calls of every token, without the conversions of ctypes, which take longer than the calls themselves. Uses
// the stable interface of Python 3.10.
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030A0000
#include <Python.h>
#include <stdint.h>

#include "sluice.h"

static sluice_status (*matcher_fill)(sluice_matcher *, int64_t, int32_t *, size_t);
static sluice_status (*matcher_accept)(sluice_matcher *, int32_t);

static int check_count(Py_ssize_t given, Py_ssize_t expected) {
  if (given == expected) return 1;
  PyErr_Format(PyExc_TypeError, "%zd arguments, %zd expected", given, expected);
  return 0;
}

// bind(fill, accept): the addresses of the library's functions.
static PyObject *bind(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
  (void)module;
  if (!check_count(count, 2)) return NULL;
  void *fill = PyLong_AsVoidPtr(arguments[0]);
  void *accept = PyLong_AsVoidPtr(arguments[1]);
  if (PyErr_Occurred()) return NULL;
  matcher_fill = (sluice_status(*)(sluice_matcher *, int64_t, int32_t *, size_t))fill;
  matcher_accept = (sluice_status(*)(sluice_matcher *, int32_t))accept;
  Py_RETURN_NONE;
}

// fill(matcher, remaining, words, word_count): the status. Matcher and words are addresses.
static PyObject *fill(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
  (void)module;
  if (!check_count(count, 4)) return NULL;
  sluice_matcher *matcher = (sluice_matcher *)PyLong_AsVoidPtr(arguments[0]);
  int64_t remaining = PyLong_AsLongLong(arguments[1]);
  int32_t *words = (int32_t *)PyLong_AsVoidPtr(arguments[2]);
  size_t word_count = PyLong_AsSize_t(arguments[3]);
  if (PyErr_Occurred()) return NULL;
  sluice_status status;
  Py_BEGIN_ALLOW_THREADS
  status = matcher_fill(matcher, remaining, words, word_count);
  Py_END_ALLOW_THREADS
  return PyLong_FromLong(status);
}

// accept(matcher, token): the status.
static PyObject *accept(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
  (void)module;
  if (!check_count(count, 2)) return NULL;
  sluice_matcher *matcher = (sluice_matcher *)PyLong_AsVoidPtr(arguments[0]);
  long token = PyLong_AsLong(arguments[1]);
  if (PyErr_Occurred()) return NULL;
  if (token < INT32_MIN || token > INT32_MAX) {
    PyErr_SetString(PyExc_OverflowError, "a token has 32 bits");
    return NULL;
  }
  sluice_status status;
  Py_BEGIN_ALLOW_THREADS
  status = matcher_accept(matcher, (int32_t)token);
  Py_END_ALLOW_THREADS
  return PyLong_FromLong(status);
}

static PyMethodDef methods[] = {
    {"bind", (PyCFunction)(void (*)(void))bind, METH_FASTCALL, NULL},
    {"fill", (PyCFunction)(void (*)(void))fill, METH_FASTCALL, NULL},
    {"accept", (PyCFunction)(void (*)(void))accept, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_calls", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__calls(void) { return PyModule_Create(&definition); }
