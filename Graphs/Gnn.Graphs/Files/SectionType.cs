namespace Gnn.Graphs.Files;

/// <summary>The type of a section's elements: what a tensor may hold, signs, and the bytes of texts.</summary>
internal enum SectionType
{
    Float32,
    Float64,
    Int32,
    Int64,
    Bool,
    Int8,
    UInt8,
}
