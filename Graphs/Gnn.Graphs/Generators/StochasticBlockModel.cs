using System.Globalization;
using Gnn.Tensors;

namespace Gnn.Graphs.Generators;

/// <summary>Random graphs with communities: the chance of an edge depends on the blocks of its ends.</summary>
/// <remarks>
/// Holland, Laskey and Leinhardt, "Stochastic blockmodels: first steps", 1983. The controlled data of node classification: from homophily to heterophily by two
/// chances (Dwivedi et al., "Benchmarking graph neural networks", 2020, PATTERN and CLUSTER).
/// </remarks>
public static class StochasticBlockModel
{
    /// <summary>A graph of given blocks and given chances between them.</summary>
    /// <param name="blockSizes">The number of nodes of each block, at least 0; the nodes of a block are consecutive.</param>
    /// <param name="probabilities">The chance of an edge from a node of block i to one of block j, <c>[K, K]</c>, in [0, 1]; symmetric if undirected.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same graph.</param>
    /// <param name="isDirected">Whether a pair has two directions that are drawn apart.</param>
    /// <param name="threads">How many threads draw; those of the default engine if null. The graph is the same at any number.</param>
    /// <returns>The graph, owned by the caller, with the block of each node as its label; without loops and repeats.</returns>
    /// <exception cref="ArgumentException">The chances are not [K, K], or not symmetric though the graph is undirected.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size or a chance is out of range, or the graph would have more nodes or edges than a graph
    /// can.</exception>
    /// <exception cref="InsufficientMemoryException">The edges expected do not fit the machine's memory.</exception>
    /// <remarks>O(E + K^2), by geometric gaps as <see cref="ErdosRenyi.Gnp"/>.</remarks>
    public static Graph Create(
        ReadOnlySpan<int> blockSizes, double[,] probabilities, RandomSource source, bool isDirected = false, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        CheckProbabilities(blockSizes.Length, probabilities, isDirected);
        int[] starts = new int[blockSizes.Length + 1];
        for (int block = 0; block < blockSizes.Length; block++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(blockSizes[block], nameof(blockSizes));
            starts[block + 1] = (long)starts[block] + blockSizes[block] <= int.MaxValue
                ? starts[block] + blockSizes[block]
                : throw new ArgumentOutOfRangeException(nameof(blockSizes), $"The blocks have more than {int.MaxValue} nodes together: make them smaller.");
        }

        var blocks = new List<PairBlock>();
        for (int row = 0; row < blockSizes.Length; row++)
        {
            for (int column = isDirected ? 0 : row; column < blockSizes.Length; column++)
            {
                // An empty block starts where its neighbour does and would be taken for it.
                if (blockSizes[row] > 0 && blockSizes[column] > 0)
                {
                    blocks.Add(new(starts[row], blockSizes[row], starts[column], blockSizes[column], isDirected, probabilities[row, column]));
                }
            }
        }

        using Graph graph = PairSampler.Draw(starts[^1], blocks, isDirected, source.Stream("stochastic block model"), threads, nameof(probabilities));
        int[] labels = new int[starts[^1]];
        for (int block = 0; block < blockSizes.Length; block++)
        {
            labels.AsSpan(starts[block], blockSizes[block]).Fill(block);
        }

        return graph.WithLabels(labels);
    }

    /// <summary>A graph of blocks of equal size with one chance inside blocks and one between them, the planted partition model.</summary>
    /// <param name="nodeCount">N, at least 0; the first N mod K blocks have one node more than the others.</param>
    /// <param name="blockCount">K, at least 1.</param>
    /// <param name="within">The chance of an edge inside a block, in [0, 1].</param>
    /// <param name="between">The chance of an edge between two blocks, in [0, 1].</param>
    /// <param name="source">Where the draw comes from; the same source draws the same graph.</param>
    /// <param name="threads">How many threads draw; those of the default engine if null. The graph is the same at any number.</param>
    /// <returns>The undirected graph, owned by the caller, with the block of each node as its label.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range, or the graph would have more edges than a graph can.</exception>
    /// <exception cref="InsufficientMemoryException">The edges expected do not fit the machine's memory.</exception>
    /// <remarks>Condon and Karp, "Algorithms for graph partitioning on the planted partition model", 2001. <see cref="SignalToNoise"/> says what can be
    /// found.</remarks>
    public static Graph PlantedPartition(int nodeCount, int blockCount, double within, double between, RandomSource source, int? threads = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nodeCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockCount, 1);
        GeneratorChecks.CheckProbability(within);
        GeneratorChecks.CheckProbability(between);
        int[] sizes = new int[blockCount];
        double[,] probabilities = new double[blockCount, blockCount];
        for (int row = 0; row < blockCount; row++)
        {
            sizes[row] = (nodeCount / blockCount) + (row < nodeCount % blockCount ? 1 : 0);
            for (int column = 0; column < blockCount; column++)
            {
                probabilities[row, column] = row == column ? within : between;
            }
        }

        return Create(sizes, probabilities, source, threads: threads);
    }

    /// <summary>The signal of a planted partition over its noise: above 1, the blocks can be found better than by guessing, from the edges alone.</summary>
    /// <param name="blockCount">K, at least 2.</param>
    /// <param name="withinDegree">c_in = N times the chance inside a block, at least 0.</param>
    /// <param name="betweenDegree">c_out = N times the chance between blocks, at least 0.</param>
    /// <returns>The ratio; 0 where the two chances are 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <remarks>
    /// <code>(c_in - c_out)^2 / (K (c_in + (K - 1) c_out))</code>
    /// <para>
    /// The Kesten-Stigum threshold of Decelle, Krzakala, Moore and Zdeborova, "Asymptotic analysis of the stochastic block model for modular networks and its
    /// algorithmic applications", 2011. For two blocks it is sharp: below 1 no algorithm beats guessing (Mossel, Neeman and Sly, "Reconstruction and estimation
    /// in the planted partition model", 2015). For K of 5 and more, blocks can be found below 1, but no fast algorithm is known that does.
    /// </para>
    /// </remarks>
    public static double SignalToNoise(int blockCount, double withinDegree, double betweenDegree)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockCount, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(withinDegree);
        ArgumentOutOfRangeException.ThrowIfNegative(betweenDegree);
        double difference = withinDegree - betweenDegree;
        return difference == 0 ? 0 : difference * difference / (blockCount * (withinDegree + ((blockCount - 1) * betweenDegree)));
    }

    private static void CheckProbabilities(int blocks, double[,] probabilities, bool isDirected)
    {
        if (probabilities.GetLength(0) != blocks || probabilities.GetLength(1) != blocks)
        {
            throw new ArgumentException(
                $"'probabilities' must be [{blocks}, {blocks}], a row and a column for each block, got "
                + $"[{probabilities.GetLength(0)}, {probabilities.GetLength(1)}].",
                nameof(probabilities));
        }

        for (int row = 0; row < blocks; row++)
        {
            for (int column = 0; column < blocks; column++)
            {
                GeneratorChecks.CheckProbability(probabilities[row, column], nameof(probabilities));
                if (!isDirected && probabilities[row, column] != probabilities[column, row])
                {
                    throw new ArgumentException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"The chances of an undirected graph must be symmetric, got {probabilities[row, column]} from block {row} to {column} and ")
                        + string.Create(CultureInfo.InvariantCulture, $"{probabilities[column, row]} back: make them equal, or the graph directed."),
                        nameof(probabilities));
                }
            }
        }
    }
}
