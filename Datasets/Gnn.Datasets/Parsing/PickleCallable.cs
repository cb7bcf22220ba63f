namespace Gnn.Datasets.Parsing;

/// <summary>The only callables that a pickle may name.</summary>
internal enum PickleCallable
{
    /// <summary><c>builtins.object</c>, as the base in a reconstruction.</summary>
    Object,

    /// <summary><c>builtins.list</c>, as the factory of a default dictionary.</summary>
    List,

    /// <summary><c>builtins.set</c> or <c>frozenset</c>.</summary>
    Set,

    /// <summary><c>builtins.bytes</c> without arguments: empty bytes.</summary>
    Bytes,

    /// <summary><c>collections.defaultdict</c>.</summary>
    DefaultDict,

    /// <summary><c>collections.OrderedDict</c>.</summary>
    OrderedDict,

    /// <summary><c>_codecs.encode</c> to Latin-1: bytes of Python 3 in protocol 2.</summary>
    Encode,

    /// <summary><c>copyreg._reconstructor</c>: an instance without state.</summary>
    Reconstructor,

    /// <summary><c>numpy.ndarray</c>.</summary>
    NdArray,

    /// <summary><c>numpy.dtype</c>.</summary>
    ElementType,

    /// <summary><c>numpy.core.multiarray._reconstruct</c>: an array without state.</summary>
    ReconstructArray,

    /// <summary><c>numpy.core.multiarray.scalar</c>.</summary>
    Scalar,

    /// <summary><c>numpy.core.numeric._frombuffer</c>: an array of protocol 5.</summary>
    FromBuffer,

    /// <summary><c>scipy.sparse.csr_matrix</c>.</summary>
    CsrMatrix,
}
