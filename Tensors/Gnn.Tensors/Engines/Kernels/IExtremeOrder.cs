namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Which extreme is looked for, known when a kernel is compiled.</summary>
internal interface IExtremeOrder
{
    /// <summary>Whether the largest is, else the smallest.</summary>
    static abstract bool IsMax { get; }
}
