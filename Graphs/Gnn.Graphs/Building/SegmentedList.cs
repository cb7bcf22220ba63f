using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Building;

/// <summary>A list in native memory that grows by segments, so that nothing is copied and little is asked for in advance.</summary>
internal sealed class SegmentedList<T> : IDisposable
    where T : unmanaged
{
    private const int SegmentBits = 18;
    private const int SegmentElements = 1 << SegmentBits;

    private readonly List<NativeArray<T>> _segments = [];

    public long Count { get; private set; }

    public T this[long index] => _segments[(int)(index >> SegmentBits)][index & (SegmentElements - 1)];

    public void Add(ReadOnlySpan<T> values)
    {
        while (values.Length > 0)
        {
            int used = (int)(Count & (SegmentElements - 1));
            if (used == 0)
            {
                _segments.Add(new NativeArray<T>(SegmentElements));
            }

            int count = Math.Min(values.Length, SegmentElements - used);
            values[..count].CopyTo(_segments[^1].Span(used, count));
            values = values[count..];
            Count += count;
        }
    }

    /// <summary>The elements, a run at a time.</summary>
    public IEnumerable<SegmentRun> Runs()
    {
        for (int segment = 0; segment < _segments.Count; segment++)
        {
            long start = (long)segment << SegmentBits;
            yield return new SegmentRun(_segments[segment], start, (int)Math.Min(SegmentElements, Count - start));
        }
    }

    public NativeArray<T> ToArray()
    {
        var array = new NativeArray<T>(Count);
        foreach (SegmentRun run in Runs())
        {
            run.Values.CopyTo(array.Span(run.Start, run.Count));
        }

        return array;
    }

    public void Dispose()
    {
        _segments.ForEach(segment => segment.Dispose());
        _segments.Clear();
        Count = 0;
    }

    /// <summary>A run of the elements from one on.</summary>
    public readonly record struct SegmentRun(NativeArray<T> Segment, long Start, int Count)
    {
        public ReadOnlySpan<T> Values => Segment.Span(0, Count);
    }
}
