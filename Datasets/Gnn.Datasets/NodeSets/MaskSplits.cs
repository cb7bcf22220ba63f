using Gnn.Graphs.Splits;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.NodeSets;

/// <summary>Splits that are published as masks.</summary>
internal static class MaskSplits
{
    /// <summary>Makes a split.</summary>
    /// <param name="path">The file that the masks come from, for messages.</param>
    /// <param name="number">The number of the split, from 0; its name is <c>split</c> and this number.</param>
    /// <param name="train">Which nodes train, <c>[N]</c>.</param>
    /// <param name="validation">Which nodes validate, <c>[N]</c>.</param>
    /// <param name="test">Which nodes test, <c>[N]</c>.</param>
    /// <returns>The split.</returns>
    /// <exception cref="DataFormatException">A node is in two parts.</exception>
    public static NodeSplit Create(string path, int number, ReadOnlySpan<bool> train, ReadOnlySpan<bool> validation, ReadOnlySpan<bool> test)
    {
        for (int node = 0; node < train.Length; node++)
        {
            if ((train[node] && validation[node]) || (train[node] && test[node]) || (validation[node] && test[node]))
            {
                throw new DataFormatException(path, $"split {number}, node {node}", "expected each node in one part at most, got it in two");
            }
        }

        return NodeSplit.FromMasks($"split {number}", train.Length, train, validation, test);
    }
}
