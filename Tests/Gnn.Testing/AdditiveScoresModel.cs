namespace Gnn.Testing;

/// <summary>Additive scores and their gradients by their definition, over a list of entries.</summary>
internal sealed class AdditiveScoresModel(RandomEdges edges, double[] source, double[] target, double[]? edge, double[] a, int heads, double slope)
{
    private readonly int[] _order = edges.EntryOrder;
    private readonly int _width = a.Length;

    internal double[] Scores()
    {
        double[] scores = new double[_order.Length * heads];
        Visit((entry, c, z) => scores[(entry * heads) + HeadOf(c)] += a[c] * (z > 0 ? z : slope * z));
        return scores;
    }

    internal (double[] ToSource, double[] ToTarget, double[] ToEdge, double[] ToA) Gradients(double[] gradient)
    {
        double[] toSource = new double[source.Length];
        double[] toTarget = new double[target.Length];
        double[] toEdge = new double[_order.Length * _width];
        double[] toA = new double[_width];
        Visit((entry, c, z) =>
        {
            double weight = gradient[(entry * heads) + HeadOf(c)];
            double share = weight * a[c] * (z > 0 ? 1 : slope);
            toSource[(edges.Sources[_order[entry]] * _width) + c] += share;
            toTarget[(edges.Targets[_order[entry]] * _width) + c] += share;
            toEdge[(entry * _width) + c] = share;
            toA[c] += weight * (z > 0 ? z : slope * z);
        });
        return (toSource, toTarget, toEdge, toA);
    }

    private int HeadOf(int column) => column / (_width / heads);

    private void Visit(Action<int, int, double> visit)
    {
        for (int entry = 0; entry < _order.Length; entry++)
        {
            (int i, int j) = (edges.Targets[_order[entry]], edges.Sources[_order[entry]]);
            for (int c = 0; c < _width; c++)
            {
                visit(entry, c, source[(j * _width) + c] + target[(i * _width) + c] + (edge?[(entry * _width) + c] ?? 0));
            }
        }
    }
}
