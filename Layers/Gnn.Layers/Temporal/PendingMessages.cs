namespace Gnn.Layers.Temporal;

/// <summary>What some nodes were told and have not taken in: an event seen from one of its ends, a line each; those of sources first.</summary>
internal sealed class PendingMessages
{
    private readonly List<(int Row, int Self, int Other, int Event)> _ofSources = [];
    private readonly List<(int Row, int Self, int Other, int Event)> _ofTargets = [];

    internal int Count => SourceCount + _ofTargets.Count;

    internal int SourceCount => _ofSources.Count;

    /// <summary>The place of each message's receiver among the nodes that were asked for.</summary>
    internal int[] Rows() => Column(message => message.Row);

    /// <summary>The receivers.</summary>
    internal int[] Selves() => Column(message => message.Self);

    /// <summary>The nodes at the other ends.</summary>
    internal int[] Others() => Column(message => message.Other);

    internal int[] Events() => Column(message => message.Event);

    internal void Add(int row, int self, int other, int @event, bool isSource) => (isSource ? _ofSources : _ofTargets).Add((row, self, other, @event));

    private int[] Column(Func<(int Row, int Self, int Other, int Event), int> column)
    {
        int[] values = new int[Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = column(i < SourceCount ? _ofSources[i] : _ofTargets[i - SourceCount]);
        }

        return values;
    }
}
