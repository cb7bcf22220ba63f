namespace Gnn.Sampling.Subgraphs;

/// <summary>How large a batch of subgraphs may be.</summary>
internal static class BatchLimit
{
    /// <summary>Refuses a batch that may become too large.</summary>
    /// <param name="count">How many nodes, or edges, it has.</param>
    /// <param name="more">How many may come.</param>
    /// <exception cref="InvalidOperationException">It may have too many.</exception>
    internal static void Check(int count, int more)
    {
        if ((long)count + more >= int.MaxValue)
        {
            throw new InvalidOperationException(
                $"A batch has less than {int.MaxValue} nodes and edges, but here may be {(long)count + more}: take a smaller batch or smaller subgraphs.");
        }
    }
}
