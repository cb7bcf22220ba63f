namespace Gnn.Datasets.Parsing;

/// <summary>Which names a pickle may use, with the module paths of Python 2 and 3 and of old and new numpy and scipy.</summary>
internal static class PickleAllowList
{
    /// <summary>Finds the callable of a name, or says that it is refused.</summary>
    /// <param name="module">The module path in ASCII.</param>
    /// <param name="name">The name in ASCII.</param>
    /// <param name="callable">The callable.</param>
    /// <returns>Whether the name is allowed.</returns>
    public static bool TryFind(ReadOnlySpan<byte> module, ReadOnlySpan<byte> name, out PickleCallable callable)
    {
        PickleCallable? found = null;
        if (module.SequenceEqual("__builtin__"u8) || module.SequenceEqual("builtins"u8))
        {
            found = Builtin(name);
        }
        else if (module.SequenceEqual("collections"u8))
        {
            found = name.SequenceEqual("defaultdict"u8) ? PickleCallable.DefaultDict : name.SequenceEqual("OrderedDict"u8) ? PickleCallable.OrderedDict : null;
        }
        else if (module.SequenceEqual("_codecs"u8))
        {
            found = name.SequenceEqual("encode"u8) ? PickleCallable.Encode : null;
        }
        else if (module.SequenceEqual("copy_reg"u8) || module.SequenceEqual("copyreg"u8))
        {
            found = name.SequenceEqual("_reconstructor"u8) ? PickleCallable.Reconstructor : null;
        }
        else if (module.SequenceEqual("numpy"u8))
        {
            found = name.SequenceEqual("ndarray"u8) ? PickleCallable.NdArray : name.SequenceEqual("dtype"u8) ? PickleCallable.ElementType : null;
        }
        else if (module.SequenceEqual("numpy.core.multiarray"u8) || module.SequenceEqual("numpy._core.multiarray"u8))
        {
            found = name.SequenceEqual("_reconstruct"u8) ? PickleCallable.ReconstructArray : name.SequenceEqual("scalar"u8) ? PickleCallable.Scalar : null;
        }
        else if (module.SequenceEqual("numpy.core.numeric"u8) || module.SequenceEqual("numpy._core.numeric"u8))
        {
            found = name.SequenceEqual("_frombuffer"u8) ? PickleCallable.FromBuffer : null;
        }
        else if (module.SequenceEqual("scipy.sparse.csr"u8) || module.SequenceEqual("scipy.sparse._csr"u8))
        {
            found = name.SequenceEqual("csr_matrix"u8) ? PickleCallable.CsrMatrix : null;
        }

        callable = found ?? default;
        return found is not null;
    }

    private static PickleCallable? Builtin(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("list"u8))
        {
            return PickleCallable.List;
        }

        if (name.SequenceEqual("set"u8) || name.SequenceEqual("frozenset"u8))
        {
            return PickleCallable.Set;
        }

        if (name.SequenceEqual("object"u8))
        {
            return PickleCallable.Object;
        }

        return name.SequenceEqual("bytes"u8) ? PickleCallable.Bytes : null;
    }
}
