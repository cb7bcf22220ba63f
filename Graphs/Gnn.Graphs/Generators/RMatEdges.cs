using Gnn.Tensors;

namespace Gnn.Graphs.Generators;

/// <summary>The edges of an R-MAT graph of any number of nodes, a run at a time: a run is a function of its number, so that edges can be gone through more than once
/// without being kept.</summary>
/// <remarks>An edge with an end beyond the nodes is drawn again, 63 times at most, and then taken modulo their number. Ids are spread: the nodes of high degree, which
/// the model gives low ids, come to lie far apart.</remarks>
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
    private readonly ulong[] _bounds;

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

        // A level takes one word, whose 2^32 values the quarters share.
        _bounds = [Bound(options.A), Bound(options.A + options.B), Bound(options.A + options.B + options.C)];

        static ulong Bound(double chance) => (ulong)Math.Round(Math.Min(1, chance) * (1L << 32));
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
        var words = new Words(_source.Stream((ulong)run), _scale);
        int count = (int)Math.Min(EdgesPerRun, _options.EdgeCount - ((long)run * EdgesPerRun));
        for (int edge = 0; edge < count; edge++)
        {
            (int source, int target) = Draw(ref words);
            for (int draw = 1; draw < MostDraws && (source >= _options.NodeCount || target >= _options.NodeCount); draw++)
            {
                (source, target) = Draw(ref words);
            }

            sources[edge] = Place(source);
            targets[edge] = Place(target);
        }

        return count;
    }

    /// <summary>The id that a node of the model gets: another one for each below the number of nodes.</summary>
    public int Place(int node) => (int)(node * _spread % _options.NodeCount);

    private (int Source, int Target) Draw(ref Words words)
    {
        (ulong first, ulong second, ulong third) = (_bounds[0], _bounds[1], _bounds[2]);
        int source = 0;
        int target = 0;
        foreach (uint word in words.Next())
        {
            // Without branches, which random words would mislead.
            int quarter = (word >= first ? 1 : 0) + (word >= second ? 1 : 0) + (word >= third ? 1 : 0);
            source = (2 * source) + (quarter >> 1);
            target = (2 * target) + (quarter & 1);
        }

        return (source, target);
    }

    private static long GreatestDivisor(long one, long other) => other == 0 ? one : GreatestDivisor(other, one % other);

    /// <summary>The words of a stream, so many for each draw, made many at a time.</summary>
    private struct Words(RandomSource source, int perDraw)
    {
        private const int Draws = 512;

        private readonly uint[] _words = new uint[Draws * perDraw];
        private long _position;
        private int _draw = Draws;

        public ReadOnlySpan<uint> Next()
        {
            if (_draw == Draws)
            {
                source.Fill(_words, _position);
                _position += _words.Length;
                _draw = 0;
            }

            return _words.AsSpan(perDraw * _draw++, perDraw);
        }
    }
}
