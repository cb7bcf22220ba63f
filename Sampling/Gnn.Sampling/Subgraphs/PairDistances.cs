using System.Runtime.CompilerServices;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Subgraphs;

/// <summary>Measures the distances of a subgraph's nodes to the two ends of its pair, and labels them.</summary>
/// <param name="isDirected">Whether edges must be followed backwards too, because their reverses are not there.</param>
/// <param name="maxDistance">The largest distance that is measured.</param>
internal sealed unsafe class PairDistances(bool isDirected, int maxDistance) : IDisposable
{
    private const int Unreached = -1;

    private readonly NodeList _toSource = new();
    private readonly NodeList _toTarget = new();
    private readonly NodeList _labels = new();
    private readonly NodeList _queue = new();

    // The edges of the subgraph by source: where those of each node end, and their targets.
    private readonly NodeList _outEnds = new();
    private readonly NodeList _outTargets = new();

    /// <summary>Measures a subgraph, whose ends are its first two nodes.</summary>
    /// <param name="first">The place of its first node.</param>
    /// <param name="count">The number of its nodes.</param>
    /// <param name="ends">Where the edges of each node end, by place.</param>
    /// <param name="sources">The place of the source of each edge.</param>
    /// <param name="firstEdge">Its first edge.</param>
    internal void Add(int first, int count, int* ends, int* sources, int firstEdge)
    {
        if (isDirected)
        {
            Reverse(first, count, ends, sources, firstEdge);
        }

        _queue.Reserve(count);
        Measure(_toSource, 0, first, count, ends, sources, firstEdge);
        Measure(_toTarget, 1, first, count, ends, sources, firstEdge);
        _labels.Reserve(count);
        int* labels = _labels.Pointer + first;
        labels[0] = labels[1] = DoubleRadiusLabel.OfEnd;
        for (int node = 2; node < count; node++)
        {
            labels[node] = DoubleRadiusLabel.Label(_toSource.Pointer[first + node], _toTarget.Pointer[first + node]);
        }

        _labels.Count += count;
    }

    /// <summary>Gives all away and begins anew.</summary>
    /// <returns>Labels and distances, owned by the caller.</returns>
    internal (NativeArray<int> Labels, NativeArray<int> ToSource, NativeArray<int> ToTarget) TakeAll()
    {
        (NativeArray<int>, NativeArray<int>, NativeArray<int>) all = (_labels.ToArray(), _toSource.ToArray(), _toTarget.ToArray());
        (_labels.Count, _toSource.Count, _toTarget.Count) = (0, 0, 0);
        return all;
    }

    public void Dispose()
    {
        _toSource.Dispose();
        _toTarget.Dispose();
        _labels.Dispose();
        _queue.Dispose();
        _outEnds.Dispose();
        _outTargets.Dispose();
    }

    /// <summary>Distances to one end, breadth first, where the other is not there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Measure(NodeList distances, int end, int first, int count, int* ends, int* sources, int firstEdge)
    {
        distances.Reserve(count);
        int* distance = distances.Pointer;
        new Span<int>(distance + first, count).Fill(Unreached);
        distances.Count += count;

        // The other end counts as seen while it is looked for, and as not reached after that.
        distance[first + 1 - end] = 0;
        distance[first + end] = 0;
        int* queue = _queue.Pointer;
        int head = 0;
        int tail = 0;
        queue[tail++] = first + end;
        while (head < tail)
        {
            int place = queue[head++];
            int next = distance[place] + 1;
            if (next > maxDistance)
            {
                break;
            }

            int start = place == first ? firstEdge : ends[place - 1];
            tail = Reach(sources + start, ends[place] - start, next, distance, queue, tail);
            if (isDirected)
            {
                start = place == first ? 0 : _outEnds.Pointer[place - first - 1];
                tail = Reach(_outTargets.Pointer + start, _outEnds.Pointer[place - first] - start, next, distance, queue, tail);
            }
        }

        distance[first + 1 - end] = Unreached;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Reach(int* neighbors, int count, int next, int* distance, int* queue, int tail)
    {
        for (int i = 0; i < count; i++)
        {
            int neighbor = neighbors[i];
            if (distance[neighbor] < 0)
            {
                distance[neighbor] = next;
                queue[tail++] = neighbor;
            }
        }

        return tail;
    }

    /// <summary>Lists the edges by source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Reverse(int first, int count, int* ends, int* sources, int firstEdge)
    {
        int lastEdge = ends[first + count - 1];
        _outEnds.Reserve(count + 1);
        _outTargets.Reserve(lastEdge - firstEdge);

        // Ends begin as starts, one place on, and become ends as edges are put where they start.
        int* outEnds = _outEnds.Pointer;
        new Span<int>(outEnds, count + 1).Clear();
        for (int edge = firstEdge; edge < lastEdge; edge++)
        {
            outEnds[sources[edge] - first + 1]++;
        }

        for (int node = 0; node < count; node++)
        {
            outEnds[node + 1] += outEnds[node];
        }

        int at = firstEdge;
        for (int place = first; place < first + count; place++)
        {
            for (; at < ends[place]; at++)
            {
                _outTargets.Pointer[outEnds[sources[at] - first]++] = place;
            }
        }
    }
}
