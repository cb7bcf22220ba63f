namespace Gnn.Tensors.Files;

/// <summary>The element types of NumPy that are read here.</summary>
internal enum NpyType
{
    Bool,
    Int8,
    UInt8,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    Float16,
    Float32,
    Float64,
}
