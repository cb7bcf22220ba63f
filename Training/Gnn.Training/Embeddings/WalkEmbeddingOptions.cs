using Gnn.Tensors;

namespace Gnn.Training.Embeddings;

/// <summary>How <see cref="WalkEmbedding"/> walks and learns; the defaults are DeepWalk's walks with negative sampling.</summary>
/// <remarks>p = q = 1 is DeepWalk (Perozzi, Al-Rfou and Skiena, "DeepWalk: online learning of social representations", 2014), else it is node2vec (Grover and Leskovec, "node2vec:
/// scalable feature learning for networks", 2016).</remarks>
public sealed record WalkEmbeddingOptions
{
    /// <summary>The largest context.</summary>
    public const int MaxContext = 1024;

    /// <summary>The largest number of nodes of a walk.</summary>
    public const int MaxWalkLength = 65_536;

    /// <summary>D, the columns of the embedding, at least 1.</summary>
    public int Dimension { get; init; } = 128;

    /// <summary>The nodes of a walk, its start counted, from 2 to 65,536.</summary>
    public int WalkLength { get; init; } = 40;

    /// <summary>The walks from each node in an epoch, at least 1.</summary>
    public int WalksPerNode { get; init; } = 10;

    /// <summary>w: how many steps apart the two nodes of a pair are at most, before as well as after; from 1 to 1024.</summary>
    public int Context { get; init; } = 10;

    /// <summary>Whether each node of a walk has a context of its own, drawn from 1 to w, as in word2vec: so near nodes are paired more often.</summary>
    public bool ShrinkContext { get; init; } = true;

    /// <summary>What is learned.</summary>
    public SkipGramObjective Objective { get; init; } = SkipGramObjective.NegativeSampling;

    /// <summary>Nodes drawn against each node of a walk, at least 1; each is a negative of every pair in that node's window. No matter with a tree.</summary>
    public int Negatives { get; init; } = 5;

    /// <summary>A node is drawn as a negative with a chance proportional to its degree to this power, at least 0; 0 for all alike, 0.75 as in word2vec.</summary>
    public double NegativePower { get; init; } = 0.75;

    /// <summary>The number of epochs, at least 1; each walks anew.</summary>
    public int Epochs { get; init; } = 8;

    /// <summary>The learning rate at the beginning, above 0; it falls linearly to 1 / 10,000 of it.</summary>
    public double LearningRate { get; init; } = 0.025;

    /// <summary>node2vec's return parameter, positive.</summary>
    public double P { get; init; } = 1;

    /// <summary>node2vec's in-out parameter, positive.</summary>
    public double Q { get; init; } = 1;

    /// <summary>Whether steps follow edge weights, where the graph has them.</summary>
    public bool UseEdgeWeights { get; init; } = true;

    /// <summary>Walks that learn from the same parameters, at least 1; null for as many as N / 1024, from 1 to 64.</summary>
    /// <remarks>Part of the result, unlike the number of threads. The more walks, the less often threads meet, and the further a node that comes often goes on old knowledge.</remarks>
    public int? BatchWalks { get; init; }

    /// <summary>The threads, at least 1; null for as many as <c>GNN_THREADS</c> says, or else the processors. The result has the same bits at any number.</summary>
    public int? Threads { get; init; }

    /// <summary>Where the random numbers come from: the first input rows from the stream <c>"weights"</c>; of epoch e (from 0) the order of nodes from <c>"order"</c>, then e, walks from
    /// <c>"walks"</c>, then e, contexts and negatives from <c>"negatives"</c>, then e.</summary>
    public RandomSource Random { get; init; } = new(0);

    internal int WalksOfBatch(int nodes) => BatchWalks ?? Math.Clamp(nodes / 1024, 1, 64);

    internal void Check()
    {
        OptionChecks.AtLeastOne(Dimension, nameof(Dimension), "An embedding needs at least 1 column");
        OptionChecks.AtLeastOne(WalksPerNode, nameof(WalksPerNode), "An epoch needs at least 1 walk from each node");
        OptionChecks.AtLeastOne(Negatives, nameof(Negatives), "Negative sampling needs at least 1 node for each node of a walk");
        OptionChecks.AtLeastOne(Epochs, nameof(Epochs), "Training needs at least 1 epoch");
        OptionChecks.AtLeastOne(BatchWalks ?? 1, nameof(BatchWalks), "A batch needs at least 1 walk");
        OptionChecks.AtLeastOne(Threads ?? 1, nameof(Threads), "Training needs at least 1 thread");
        if (WalkLength is < 2 or > MaxWalkLength)
        {
            throw new ArgumentOutOfRangeException(nameof(WalkLength), WalkLength, $"A walk has from 2 to {MaxWalkLength} nodes, got {WalkLength}: a single node has no neighbour to learn from.");
        }

        if (Context is < 1 or > MaxContext)
        {
            throw new ArgumentOutOfRangeException(nameof(Context), Context, $"The context must be from 1 to {MaxContext} steps, got {Context}.");
        }

        if (!(LearningRate > 0 && (float)LearningRate > 0 && float.IsFinite((float)LearningRate)))
        {
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, $"The learning rate must be above 0 and finite in single precision, got {LearningRate}.");
        }

        if (!(NegativePower >= 0 && double.IsFinite(NegativePower)))
        {
            throw new ArgumentOutOfRangeException(nameof(NegativePower), NegativePower, $"The power of degrees must be at least 0 and finite, got {NegativePower}: 0 draws all nodes alike.");
        }

        if (!Enum.IsDefined(Objective))
        {
            throw new ArgumentOutOfRangeException(nameof(Objective), Objective, "The objective must be NegativeSampling or HierarchicalSoftmax.");
        }
    }
}
