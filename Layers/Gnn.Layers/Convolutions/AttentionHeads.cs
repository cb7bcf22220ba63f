using Gnn.Tensors;

namespace Gnn.Layers.Convolutions;

/// <summary>Heads, which stand side by side in the columns of a matrix.</summary>
internal static class AttentionHeads
{
    /// <summary>[N, H * C] to the mean over heads, [N, C]; y is taken over.</summary>
    internal static Tensor Mean(Tensor y, int heads)
    {
        if (heads == 1)
        {
            return y;
        }

        using Tensor columns = y;
        using Tensor apart = columns.Reshape((columns.Shape[0], heads, columns.Shape[1] / heads));
        return apart.Mean(axis: 1);
    }

    /// <summary>Matrices side by side, which are taken over.</summary>
    internal static Tensor Join(Tensor[] heads)
    {
        if (heads.Length == 1)
        {
            return heads[0];
        }

        Tensor all = Tensor.Concatenate(heads, axis: 1);
        Array.ForEach(heads, head => head.Dispose());
        return all;
    }
}
