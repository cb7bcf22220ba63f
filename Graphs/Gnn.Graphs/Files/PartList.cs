namespace Gnn.Graphs.Files;

/// <summary>The parts of a whole that is being made: they end, the last first, if it is not.</summary>
internal sealed class PartList : IDisposable
{
    private readonly Stack<Action> _ends = [];

    /// <summary>Adds a part.</summary>
    public T Add<T>(T part)
        where T : IDisposable
    {
        _ends.Push(part.Dispose);
        return part;
    }

    /// <summary>Adds a table.</summary>
    public ColumnTable Add(ColumnTable table)
    {
        _ends.Push(table.Release);
        return table;
    }

    /// <summary>Gives the parts to the whole, which ends them from here on.</summary>
    /// <returns>The whole.</returns>
    public T GiveTo<T>(T whole)
    {
        _ends.Clear();
        return whole;
    }

    public void Dispose()
    {
        while (_ends.TryPop(out Action? end))
        {
            end();
        }
    }
}
