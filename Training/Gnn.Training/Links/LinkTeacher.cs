using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Links;
using Gnn.Sampling.Walks;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Training.Links;

/// <summary>What a student learns of a trained model: how likely the links of anchors to their context nodes are; see <see cref="LinkDistillationTrainer"/>.</summary>
internal sealed class LinkTeacher : IDisposable
{
    private readonly ILinkModel _model;
    private readonly LinkDistillationOptions _options;
    private readonly RandomSource _random;
    private readonly RandomWalker _walker;
    private readonly Adjacency _adjacency;
    private readonly Tensor _embedding;
    private readonly int[] _nodes;
    private readonly Tensor _differences;
    private (int Epoch, int[] Nodes) _anchors = (-1, []);

    internal LinkTeacher(ILinkModel model, LinkDistillationOptions options, Features features, Graph messages, EdgeSplit split, RandomSource random)
    {
        (_model, _options, _random) = (model, options, random);
        _nodes = split.IsInductive ? split.TrainNodes.ToArray() : [.. Enumerable.Range(0, messages.NodeCount)];
        _walker = new RandomWalker(messages, new WalkOptions { DeadEnd = DeadEnd.Stay });
        _adjacency = model.Prepare(messages);
        using NoGrad noGrad = NoGrad.Open();
        using var scope = new TensorScope();
        _embedding = model.Embed(ForwardContext.Inference, features, _adjacency).Keep();
        _differences = Differences(features.Engine).Keep();
    }

    private int Near => _options.Walks * _options.Hops;

    private int Width => Near * (1 + _options.RandomPerNear);

    public void Dispose()
    {
        _differences.Dispose();
        _embedding.Dispose();
        _adjacency.Dispose();
        _walker.Dispose();
    }

    /// <summary>The loss of a step: that of its links and what the teacher says of its anchors.</summary>
    internal Tensor Loss(in ForwardContext context, Tensor links, ILinkModel student, Tensor embedding, Adjacency adjacency, int epoch, int step, int steps)
    {
        int[] anchors = Anchors(epoch)[(int)((long)_nodes.Length * step / steps)..(int)((long)_nodes.Length * (step + 1) / steps)];
        if (anchors.Length == 0)
        {
            return links * _options.LinkWeight;
        }

        (int[] sources, int[] targets) = Context(anchors, epoch);
        Shape shape = (anchors.Length, Width);
        Tensor taught = Probabilities(sources, targets).Reshape(shape);
        Tensor own = student.Score(context, embedding, adjacency, sources, targets).Sigmoid().Reshape(shape);
        double temperature = _options.Temperature;
        Tensor divergence = ((taught / temperature).Softmax() * ((taught / temperature).LogSoftmax() - (own / temperature).LogSoftmax())).Sum()
            * (temperature * temperature / anchors.Length);
        Tensor loss = (links * _options.LinkWeight) + (divergence * _options.DistributionWeight);
        return _differences.Shape[1] == 0 ? loss : loss + (RankLoss(own, taught) * _options.RankWeight);
    }

    /// <summary>All nodes in an epoch's order.</summary>
    private int[] Anchors(int epoch)
    {
        if (_anchors.Epoch != epoch)
        {
            int[] order = _random.Stream("anchors").Stream((ulong)epoch).Sequence().Permutation(_nodes.Length);
            _anchors = (epoch, Array.ConvertAll(order, place => _nodes[place]));
        }

        return _anchors.Nodes;
    }

    /// <summary>How far the student is from the teacher's order of the context nodes of each anchor, by at least the margin.</summary>
    private Tensor RankLoss(Tensor own, Tensor taught)
    {
        Tensor order;
        using (NoGrad noGrad = NoGrad.Open())
        {
            double[] differences = taught.MatMul(_differences).ToArray<double>();
            for (int i = 0; i < differences.Length; i++)
            {
                differences[i] = Math.Abs(differences[i]) > _options.Margin ? Math.Sign(differences[i]) : 0;
            }

            order = Tensor.Create(differences, (taught.Shape[0], _differences.Shape[1]), taught.Engine);
        }

        Tensor shortfall = ((own.MatMul(_differences) * order * -1) + _options.Margin).Relu();
        return (shortfall * order.Square()).Mean();
    }

    private Tensor Probabilities(int[] sources, int[] targets)
    {
        using NoGrad noGrad = NoGrad.Open();
        return _model.Score(ForwardContext.Inference, _embedding, _adjacency, sources, targets).Sigmoid();
    }

    /// <summary>Each anchor as often as it has context nodes, and these.</summary>
    internal (int[] Anchors, int[] Context) Context(int[] anchors, int epoch)
    {
        using WalkBatch walks = _walker.Walk(anchors, _options.Hops, _random.Stream("walks").Stream((ulong)epoch), _options.Walks);
        RandomSource random = _random.Stream("context").Stream((ulong)epoch);
        int[] repeated = new int[anchors.Length * Width];
        int[] context = new int[repeated.Length];
        for (int i = 0; i < anchors.Length; i++)
        {
            Span<int> own = context.AsSpan(i * Width, Width);
            repeated.AsSpan(i * Width, Width).Fill(anchors[i]);
            for (int walk = 0; walk < _options.Walks; walk++)
            {
                walks[(walk * anchors.Length) + i][1..].CopyTo(own[(walk * _options.Hops)..]);
            }

            RandomSequence draws = random.Stream((ulong)anchors[i]).Sequence();
            foreach (ref int node in own[Near..])
            {
                node = _nodes[draws.NextInt32(_nodes.Length)];
            }
        }

        return (repeated, context);
    }

    /// <summary>The matrix that takes scores of context nodes to their differences, a column for each pair of places.</summary>
    private Tensor Differences(Gnn.Tensors.Engines.Engine engine)
    {
        int width = Width;
        int pairs = width * (width - 1) / 2;
        float[] matrix = new float[width * pairs];
        int pair = 0;
        for (int i = 0; i < width; i++)
        {
            for (int j = i + 1; j < width; j++, pair++)
            {
                (matrix[(i * pairs) + pair], matrix[(j * pairs) + pair]) = (1, -1);
            }
        }

        return Tensor.Create(matrix, (width, pairs), engine);
    }
}
