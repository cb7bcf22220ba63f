namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The two extremes.</summary>
internal static class ExtremeOrders
{
    /// <summary>The largest.</summary>
    internal readonly struct Max : IExtremeOrder
    {
        public static bool IsMax => true;
    }

    /// <summary>The smallest.</summary>
    internal readonly struct Min : IExtremeOrder
    {
        public static bool IsMax => false;
    }
}
