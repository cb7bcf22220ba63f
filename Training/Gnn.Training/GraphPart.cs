namespace Gnn.Training;

/// <summary>A part of a split.</summary>
internal enum GraphPart
{
    Train,
    Validation,
    Test,
}
