using Gnn.Tensors;

namespace Gnn.Graphs.Generators;

/// <summary>The edges of an R-MAT graph of any number of nodes, a run at a time: a run is a function of its number, so that edges can be gone through more than once
/// without being kept.</summary>
/// <remarks>An edge with an end beyond the nodes is drawn again, 63 times at most, and then taken modulo their number. Then ids are spread: the nodes of high degree, which the model gives low ids, come to lie far apart.</remarks>
internal sealed class RMatEdges
{
    /// <summary>The edges of a run; the last has fewer.</summary>
    public const int EdgesPerRun = 1 << 16;

    // The chances may leave none for the nodes there are.
    private const int MostDraws = 64;
    private const double GoldenShare = 0.6180339887498949;

    private readonly RandomSource _source;
    private readonly RMatArraysOptions _options;
    private readonly int _scale;
    private readonly long _spread;

    public RMatEdges(RMatArraysOptions options, RandomSource source)
    {
        _options = options;
        _source = source.Stream("r-mat");
        while (1L << _scale < options.NodeCount)
        {
            _scale++;
        }

        _spread = Math.Max(1, (long)(GoldenShare * options.NodeCount));
        while (GreatestDivisor(_spread, options.NodeCount) != 1)
        {
            _spread++;
        }
    }

    /// <summary>The number of runs.</summary>
    public int RunCount => (int)((_options.EdgeCount + EdgesPerRun - 1) / EdgesPerRun);

    /// <summary>Draws a run.</summary>
    /// <param name="run">Its number.</param>
    /// <param name="sources">Receives the source of each edge.</param>
    /// <param name="targets">Receives the target of each edge.</param>
    /// <returns>The number of edges.</returns>
    public int Draw(int run, Span<int> sources, Span<int> targets)
    {
        RandomSequence random = _source.Stream((ulong)run).Sequence();
        int count = (int)Math.Min(EdgesPerRun, _options.EdgeCount - ((long)run * EdgesPerRun));
        for (int edge = 0; edge < count; edge++)
        {
            (int source, int target) = RMat.Draw(ref random, _scale, _options.A, _options.B, _options.C);
            for (int draw = 1; draw < MostDraws && (source >= _options.NodeCount || target >= _options.NodeCount); draw++)
            {
                (source, target) = RMat.Draw(ref random, _scale, _options.A, _options.B, _options.C);
            }

            sources[edge] = (int)(source * _spread % _options.NodeCount);
            targets[edge] = (int)(target * _spread % _options.NodeCount);
        }

        return count;
    }

    private static long GreatestDivisor(long one, long other) => other == 0 ? one : GreatestDivisor(other, one % other);
}
