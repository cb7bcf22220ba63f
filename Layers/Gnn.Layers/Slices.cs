using Gnn.Tensors;

namespace Gnn.Layers;

/// <summary>Takes a tensor apart along its first axis.</summary>
internal static class Slices
{
    /// <summary>x[0], x[1] ... without the first axis, sharing x's memory.</summary>
    /// <remarks>By halves of halves: the gradient of a slice is as large as what it was cut from, so n slices of one tensor would cost n^2 in a backward walk,
    /// and cost n log n this way.</remarks>
    internal static Tensor[] OfFirstAxis(Tensor x)
    {
        var slices = new Tensor[checked((int)x.Shape[0])];
        Split(x, slices);
        return slices;
    }

    private static void Split(Tensor x, Span<Tensor> slices)
    {
        if (slices.Length > 1)
        {
            int half = slices.Length / 2;
            Split(x.Rows(0, half), slices[..half]);
            Split(x.Rows(half, slices.Length - half), slices[half..]);
        }
        else if (slices.Length == 1)
        {
            Span<long> axes = stackalloc long[Shape.MaxRank];
            x.Shape.CopyTo(axes);
            slices[0] = x.Reshape(new Shape(axes[1..x.Shape.Rank]));
        }
    }
}
