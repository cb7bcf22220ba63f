using System.Runtime.CompilerServices;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs;

/// <summary>The data of a column, held by counting: it ends with the last table that has it, whatever names it has there.</summary>
internal sealed class SharedColumn : IDisposable
{
    // One holder for a tensor, however often and wherever it is given, so that no table frees what another still has.
    private static readonly ConditionalWeakTable<IDisposable, SharedColumn> Columns = [];

    private readonly IDisposable _data;
    private int _holders;

    private SharedColumn(IDisposable data) => _data = data;

    public Tensor? Dense => _data as Tensor;

    public SparseTensor? Sparse => _data as SparseTensor;

    public Shape Shape => Sparse?.Shape ?? Dense!.Shape;

    public static SharedColumn Hold(Tensor data) => Hold((IDisposable)data.Keep());

    public static SharedColumn Hold(SparseTensor data) => Hold((IDisposable)data);

    public SharedColumn Hold() => Hold(_data);

    public SharedColumn HoldOn(Engine engine)
    {
        if (Sparse is { } sparse)
        {
            return ReferenceEquals(sparse.Engine, engine) ? Hold() : Hold(sparse.To(engine));
        }

        return ReferenceEquals(Dense!.Engine, engine) ? Hold() : Hold(Dense.To(engine));
    }

    public void Dispose()
    {
        lock (Columns)
        {
            if (--_holders > 0)
            {
                return;
            }

            Columns.Remove(_data);
        }

        _data.Dispose();
    }

    private static SharedColumn Hold(IDisposable data)
    {
        lock (Columns)
        {
            SharedColumn column = Columns.GetValue(data, added => new SharedColumn(added));
            column._holders++;
            return column;
        }
    }
}
