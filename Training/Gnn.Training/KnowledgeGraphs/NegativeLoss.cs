using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Training.KnowledgeGraphs;

/// <summary>The losses with negatives, which groups of questions share.</summary>
internal sealed class NegativeLoss
{
    // Far above any score: without it, the share of a softmax is 0.
    private const double Included = 1e9;

    private readonly KnowledgeGraphModel _model;
    private readonly Engine _engine;
    private readonly KnowledgeGraphOptions _options;
    private readonly NegativeDraw _draw;

    internal NegativeLoss(KnowledgeGraphModel model, Engine engine, KnowledgeGraphOptions options, FactIndex known)
    {
        (_model, _engine, _options) = (model, engine, options);
        _draw = new NegativeDraw(model.EntityCount, known, options.Negatives);
    }

    /// <summary>The negatives of all groups of a step, group after group.</summary>
    internal int[] Draw(RandomSource random, int queries)
    {
        int[] negatives = new int[checked(GroupsOf(queries) * _options.Negatives)];
        _draw.Draw(random, negatives);
        return negatives;
    }

    /// <summary>The mean loss.</summary>
    /// <param name="questions">All questions.</param>
    /// <param name="places">Those of the step.</param>
    /// <param name="queries">What candidates are compared with, [n, W].</param>
    /// <param name="answers">The rows of the answers, [n, W].</param>
    /// <param name="candidates">The rows of the negatives, [groups K, W].</param>
    /// <param name="negatives">The negatives.</param>
    internal Tensor Of(FactQueries questions, int[] places, Tensor queries, Tensor answers, Tensor candidates, int[] negatives)
    {
        Tensor right = _model.Compare(queries, answers, places.Length).Reshape(places.Length);
        Tensor wrong = Compare(queries, candidates, places.Length);
        Tensor? counts = Counts(questions, places, negatives, out double counted);
        return _options.Loss switch
        {
            KnowledgeGraphLoss.Margin => Mean((wrong - right.Reshape((places.Length, 1)) + _options.Gamma).Relu(), counts, counted),
            KnowledgeGraphLoss.BinaryCrossEntropy => (Mean((wrong + _options.Gamma).Softplus(), counts, counted) + Miss(right)) * 0.5,
            _ => ((Weights(wrong.Detach(), counts) * (wrong + _options.Gamma).Softplus()).Sum() / places.Length * 0.5) + (Miss(right) * 0.5),
        };
    }

    /// <summary>-ln sigmoid(gamma + s), the mean.</summary>
    private Tensor Miss(Tensor right) => (-(right + _options.Gamma)).Softplus().Mean();

    private static Tensor Mean(Tensor terms, Tensor? counts, double counted) => counts is null ? terms.Mean() : (terms * counts).Sum() / Math.Max(1, counted);

    /// <summary>The softmax of the scores, without a gradient and over the negatives that count.</summary>
    private Tensor Weights(Tensor scores, Tensor? counts)
    {
        using NoGrad noGrad = NoGrad.Open();
        Tensor scaled = scores * _options.Temperature;
        return counts is null ? scaled.Softmax() : (scaled + ((counts - 1) * Included)).Softmax() * counts;
    }

    /// <summary>Whole groups in one go; the rest of a last step has negatives of its own.</summary>
    private Tensor Compare(Tensor queries, Tensor candidates, int count)
    {
        int whole = count / _options.SharedBy;
        int rest = count - (whole * _options.SharedBy);
        long each = _options.Negatives;
        if (rest == 0)
        {
            return _model.Compare(queries, candidates, whole);
        }

        Tensor last = _model.Compare(queries.Rows(whole * _options.SharedBy, rest), candidates.Rows(whole * each, each));
        return whole == 0 ? last : Tensor.Concatenate([_model.Compare(queries.Rows(0, whole * _options.SharedBy), candidates.Rows(0, whole * each), whole), last], axis: 0);
    }

    /// <summary>1 for a negative and 0 for one that makes a training fact, [n, K]; null if all count.</summary>
    private Tensor? Counts(FactQueries questions, int[] places, int[] negatives, out double counted)
    {
        int each = _options.Negatives;
        float[] counts = new float[places.Length * each];
        Array.Fill(counts, 1);
        int marked = 0;
        for (int group = 0; group < GroupsOf(places.Length); group++)
        {
            int start = group * _options.SharedBy;
            int rows = Math.Min(_options.SharedBy, places.Length - start);
            marked += _draw.MarkAnswers(questions, places.AsSpan(start, rows), negatives.AsSpan(group * each, each), counts.AsSpan(start * each, rows * each));
        }

        counted = counts.Length - marked;
        return marked == 0 ? null : Tensor.Create<float>(counts, (places.Length, each), _engine);
    }

    private int GroupsOf(int queries) => (queries + _options.SharedBy - 1) / _options.SharedBy;
}
