using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Training.Metrics;
using Gnn.Training.Optimizers;

namespace Gnn.Training;

/// <summary>Trains a new model for each fold of a set of graphs.</summary>
/// <remarks>
/// <para>Two protocols, see <see cref="CrossValidationProtocol"/>. <c>Nested</c> is that of Errica, Podda, Bacciu and Micheli, "A fair comparison of graph
/// neural networks for graph
/// classification", 2020, for one set of hyperparameters; <c>BestMeanEpoch</c> that of Xu, Hu, Leskovec and Jegelka, "How powerful are graph neural networks?",
/// 2019.</para>
/// <para>Fold f (from 0) draws initial weights, order and dropout from the stream <c>"fold"</c>, then f, and its inner validation part from that stream's
/// <c>"inner"</c>, so that a fold's
/// result does not depend on the others.</para>
/// </remarks>
public static class CrossValidation
{
    /// <summary>Trains a new model for each fold, one after another.</summary>
    /// <typeparam name="TModel">The type of the model.</typeparam>
    /// <param name="createModel">Makes a model with initial weights from a source of random numbers; it is disposed after its fold.</param>
    /// <param name="createOptimizer">Makes an optimiser; it is disposed after its fold.</param>
    /// <param name="set">The graphs.</param>
    /// <param name="folds">The folds, at least 2; what a fold holds out is its test part, and no graph is held out twice. See
    /// <c>IndexSplit.StratifiedKFold</c>.</param>
    /// <param name="options">The protocol of each training: a <see cref="GraphClassificationOptions"/> or a <see cref="GraphRegressionOptions"/>. Its random
    /// numbers are those of all
    /// folds; the selection is by validation in <c>Nested</c>, and has no part in <c>BestMeanEpoch</c>, which has no patience either.</param>
    /// <param name="validation">The protocol of the cross-validation; the defaults if null.</param>
    /// <param name="progress">Is given the report of each fold; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>All reports and what they come to.</returns>
    /// <exception cref="ArgumentException">There are fewer than 2 folds, a fold is of another set or holds out nothing, a graph is held out twice, or a
    /// patience is given where every
    /// fold must run all epochs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <remarks>Throws what <see cref="GraphClassificationTrainer"/> and <see cref="GraphRegressionTrainer"/> throw.</remarks>
    public static CrossValidationReport Fit<TModel>(
        Func<RandomSource, TModel> createModel,
        Func<Optimizer> createOptimizer,
        GraphSet set,
        IReadOnlyList<IndexSplit> folds,
        GraphTrainingOptions options,
        CrossValidationOptions? validation = null,
        IProgress<GraphTrainingReport>? progress = null,
        CancellationToken cancellationToken = default)
        where TModel : Module, IGraphLevelModel
    {
        ArgumentNullException.ThrowIfNull(createModel);
        ArgumentNullException.ThrowIfNull(createOptimizer);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(options);
        validation ??= new CrossValidationOptions();
        validation.Check();
        options.Check();
        CheckFolds(set, folds, options);
        bool isNested = validation.Protocol == CrossValidationProtocol.Nested;
        ModelSelection selection = !isNested ? ModelSelection.Last : options.Selection == ModelSelection.Last ? ModelSelection.BestValidation : options.Selection;
        if (!isNested && options.Patience is not null)
        {
            throw new ArgumentException(
                "The mean of the folds' curves needs all epochs of every fold: leave Patience null, or use CrossValidationProtocol.Nested.",
                nameof(options));
        }

        var reports = new List<GraphTrainingReport>(folds.Count);
        for (int fold = 0; fold < folds.Count; fold++)
        {
            RandomSource random = options.Random.Stream("fold").Stream((ulong)fold);
            IndexSplit split = isNested ? Nested(set, folds[fold], options, validation.InnerShare, random.Stream("inner")) : HeldOut(folds[fold]);
            GraphTrainingOptions own = options with { Random = random, Selection = selection };
            using TModel model = createModel(random);
            using Optimizer optimizer = createOptimizer();
            reports.Add(new GraphTraining(model, optimizer).Fit(set, split, own, progress: null, cancellationToken));
            progress?.Report(reports[^1]);
        }

        return new CrossValidationReport(validation.Protocol, reports);
    }

    private static void CheckFolds(GraphSet set, IReadOnlyList<IndexSplit> folds, GraphTrainingOptions options)
    {
        if (folds.Count < 2)
        {
            throw new ArgumentException($"A cross-validation needs at least 2 folds, got {folds.Count}.", nameof(folds));
        }

        var foldOf = new Dictionary<int, string>();
        foreach (IndexSplit fold in folds)
        {
            ArgumentNullException.ThrowIfNull(fold, nameof(folds));
            if (fold.ItemCount != set.Count)
            {
                throw new ArgumentException(
                    $"The fold '{fold.Name}' is of {fold.ItemCount} {fold.ItemName}s, but the set has {set.Count} graphs: take the folds that belong to the set.",
                    nameof(folds));
            }

            if (fold.Test.IsEmpty)
            {
                throw new ArgumentException($"The fold '{fold.Name}' holds out no graph: what it holds out is its test part.", nameof(folds));
            }

            if (options is GraphClassificationOptions { Metric: ClassificationMetric.RocAuc }
                && NodeClassificationTask.Pick(options.Strata(set), fold.Test).Where(label => label >= 0).Distinct().Count() < 2)
            {
                throw new ArgumentException(
                    $"The graphs that the fold '{fold.Name}' holds out are all of one class, so that there is no area under a ROC curve: draw the folds by class, or choose by Accuracy.",
                    nameof(folds));
            }

            foreach (int graph in fold.Test)
            {
                if (!foldOf.TryAdd(graph, fold.Name))
                {
                    throw new ArgumentException(
                        $"Graph {graph} is in the test parts of the folds '{foldOf[graph]}' and '{fold.Name}': a graph is held out once.", nameof(folds));
                }
            }
        }
    }

    /// <summary>Everything but the held-out part trains, and the held-out part gives the curve.</summary>
    private static IndexSplit HeldOut(IndexSplit fold) => new(fold.Name, fold.ItemName, fold.ItemCount, [.. fold.Train, .. fold.Validation], fold.Test, []);

    /// <summary>The fold with a validation part: its own, or one drawn from its training part.</summary>
    private static IndexSplit Nested(GraphSet set, IndexSplit fold, GraphTrainingOptions options, double share, RandomSource random)
    {
        if (!fold.Validation.IsEmpty)
        {
            return fold;
        }

        int inner = Math.Max(1, (int)Math.Round(share * fold.Train.Length));
        if (inner >= fold.Train.Length)
        {
            throw new ArgumentException($"The fold '{fold.Name}' has {fold.Train.Length} training graphs, too few to draw {inner} that validate.", nameof(fold));
        }

        int[] strata = options.Strata(set), known = new int[strata.Length];
        Array.Fill(known, -1);
        foreach (int graph in fold.Train)
        {
            if (strata[graph] < 0)
            {
                throw new ArgumentException(
                    $"Graph {graph} of the training part of the fold '{fold.Name}' has no label: give it one, or leave it out of the fold.",
                    nameof(fold));
            }

            known[graph] = strata[graph];
        }

        var drawn = IndexSplit.Stratified(fold.ItemName, known, SplitSizes.Counts(fold.Train.Length - inner, inner, 0), random);
        return new IndexSplit(fold.Name, fold.ItemName, fold.ItemCount, drawn.Train, drawn.Validation, fold.Test);
    }
}
