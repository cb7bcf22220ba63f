using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Gnn.Tensors;

namespace Gnn.Sampling.Neighbors;

/// <summary>Each edge of a node with the same chance: at most once, so that all sets of <c>fanout</c> edges are equally likely, or anew at each draw.</summary>
/// <remarks>
/// Without repeats by Floyd's algorithm (Bentley and Floyd, "A sample of brilliance", 1987): draw j of k from d edges is a place in [0, d - k + j], or, if that was drawn
/// before, d - k + j itself. Places are exactly uniform (Lemire, "Fast random integer generation in an interval", 2019): try r of draw j is made of word r W + j of
/// the node, W being the fanout rounded up to a multiple of 4.
/// </remarks>
internal readonly unsafe struct UniformSelection : IEdgeSelection
{
    private readonly RandomSource _source;
    private readonly bool _replace;

    /// <summary>Creates the rule of a hop.</summary>
    /// <param name="fanout">How many edges a node draws; negative for all it has.</param>
    /// <param name="replace">Whether an edge may be drawn again.</param>
    /// <param name="source">Any stream of the run: the lanes say which.</param>
    internal UniformSelection(int fanout, bool replace, RandomSource source) => (Fanout, _replace, _source) = (fanout, replace, source);

    public int Fanout { get; }

    public int Count(int degree) => TakesAll(degree) ? degree : Fanout;

    public bool TakesAll(int degree) => _replace ? degree == 0 || Fanout < 0 : (uint)degree <= (uint)Fanout;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Draw(ref Lanes lanes, uint* words, int* places)
    {
        if (Avx2.IsSupported && Vector256.IsHardwareAccelerated)
        {
            for (int lane = 0; lane < Lanes.Count; lane += Vector256<int>.Count)
            {
                DrawWide(ref lanes, lane, words + lane, places + lane);
            }
        }
        else
        {
            DrawScalar(ref lanes, words, places);
        }
    }

    /// <summary>The same lane by lane.</summary>
    internal void DrawScalar(ref Lanes lanes, uint* words, int* places)
    {
        for (int lane = 0; lane < Lanes.Count; lane++)
        {
            for (int draw = 0; draw < Fanout; draw++)
            {
                int* place = places + (Lanes.Count * draw) + lane;
                int last = _replace ? lanes.Degrees[lane] - 1 : lanes.Degrees[lane] - Fanout + draw;
                ulong product = words[(Lanes.Count * draw) + lane] * ((ulong)(uint)last + 1);
                *place = (uint)product > (uint)last ? (int)(product >> 32) : Retry(ref lanes, lane, product, (uint)last + 1, draw);
                for (int before = 0; before < draw && !_replace; before++)
                {
                    *place = places[(Lanes.Count * before) + lane] == *place ? last : *place;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void DrawWide(ref Lanes lanes, int firstLane, uint* words, int* places)
    {
        Vector256<int> degrees = Vector256.Load((int*)Unsafe.AsPointer(ref lanes.Degrees[firstLane]));
        Vector256<int> first = degrees - Vector256.Create(_replace ? 1 : Fanout);
        for (int draw = 0; draw < Fanout; draw++)
        {
            Vector256<int> last = _replace ? first : first + Vector256.Create(draw);
            Vector256<uint> bound = (last + Vector256<int>.One).AsUInt32();
            Vector256<uint> word = Vector256.Load(words + (Lanes.Count * draw));
            Vector256<ulong> even = Avx2.Multiply(word, bound);
            Vector256<ulong> odd = Avx2.Multiply((word.AsUInt64() >>> 32).AsUInt32(), (bound.AsUInt64() >>> 32).AsUInt32());
            Vector256<int> place = Avx2.Blend((even >>> 32).AsInt32(), odd.AsInt32(), 0b10101010);
            Vector256<uint> remainder = word * bound;
            if (Vector256.LessThanAny(remainder, bound))
            {
                place = Retry(ref lanes, firstLane, place, remainder, bound, draw);
            }

            if (!_replace)
            {
                Vector256<int> found = Vector256<int>.Zero;
                for (int before = 0; before < draw; before++)
                {
                    found |= Vector256.Equals(place, Vector256.Load(places + (Lanes.Count * before)));
                }

                place = Vector256.ConditionalSelect(found, last, place);
            }

            place.Store(places + (Lanes.Count * draw));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Vector256<int> Retry(ref Lanes lanes, int firstLane, Vector256<int> places, Vector256<uint> remainders, Vector256<uint> bounds, int draw)
    {
        for (int lane = 0; lane < Vector256<int>.Count; lane++)
        {
            ulong product = ((ulong)(uint)places[lane] << 32) | remainders[lane];
            places = places.WithElement(lane, Retry(ref lanes, firstLane + lane, product, bounds[lane], draw));
        }

        return places;
    }

    /// <summary>The place of a product, which is drawn anew while it would make some places likelier than others.</summary>
    private int Retry(ref Lanes lanes, int lane, ulong product, uint bound, int draw)
    {
        RandomSource source = _source.WithStreamId(lanes.Streams[lane]);
        uint threshold = (0 - bound) % bound;
        for (long word = draw + ((Fanout + 3L) & ~3); (uint)product < threshold; word += (Fanout + 3L) & ~3)
        {
            product = source.UInt32At(((long)lanes.Nodes[lane] << Lanes.WordBits) + word) * (ulong)bound;
        }

        return (int)(product >> 32);
    }
}
