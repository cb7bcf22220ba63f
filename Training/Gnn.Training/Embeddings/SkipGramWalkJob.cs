using Gnn.Tensors;
using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Training.Embeddings;

/// <summary>Takes the steps of each walk of a batch, on copies of its own rows: a chunk is a walk.</summary>
/// <remarks>
/// A walk begins with the rows of the tables as they are at the batch's start, and goes through its windows in order, each of which moves the copies that the next one sees. What is left in
/// the copies at the end is how far each row has come; <see cref="SkipGramUpdateJob"/> adds it to the tables.
/// </remarks>
internal unsafe struct SkipGramWalkJob : IVectorJob
{
    /// <summary>Positions next to each other that share the nodes drawn at random: with rows in the cache, drawing costs more than computing.</summary>
    internal const int PositionsPerDraw = 4;

    public required SkipGramLayout Layout;

    /// <summary>The walks of the batch, -1 after the end of each.</summary>
    public required int* Walks;

    /// <summary>The number of the first walk among those of the epoch.</summary>
    public required long FirstWalk;
    public required float* Inputs;
    public required float* Outputs;

    /// <summary>The working memory of the walks.</summary>
    public required float* Memory;
    public required int* Words;

    /// <summary>For each walk the number of its different output rows.</summary>
    public required int* OutputCounts;

    /// <summary>For each walk the sums of losses and the numbers of pairs: positive, then negative.</summary>
    public required double* Losses;
    public required long* Pairs;
    public required RandomSource Random;

    /// <summary>Nodes drawn for each position; 0 with a tree.</summary>
    public required int Negatives;
    public required bool IsShrinking;
    public required float Rate;

    /// <summary>Either the chances of nodes or the tree of them.</summary>
    public required NodeChances? Chances;
    public required HuffmanTree? Tree;

    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int stride = Layout.Stride;
        int* nodes = Walks + ((long)chunk * Layout.Positions);
        float* memory = Memory + (chunk * Layout.Length);
        int* words = Words + (chunk * Layout.WordLength);
        uint* random = (uint*)(words + Layout.Words);
        Random.Fill(new Span<uint>(random, Layout.WordCount), (FirstWalk + chunk) * Layout.WordCount);
        new Span<int>(words, Layout.SlotCount).Fill(-1);
        int length = Announce(nodes, random);
        for (int i = 0; i < length; i++)
        {
            SkipGramKernels.Copy<TLanes, TVector>(Inputs + ((long)nodes[i] * stride), memory + ((long)i * stride), stride);
        }

        int outputCount = 0;
        double positive = 0, negative = 0;
        long pairs = 0, negativePairs = 0;
        for (int centre = 0; centre < length; centre++)
        {
            int reach = IsShrinking ? 1 + (int)(((ulong)random[centre] * (uint)Layout.Window) >> 32) : Layout.Window;
            int first = Math.Max(0, centre - reach), rows = Math.Min(length - 1, centre + reach) - first + 1;
            if (rows > 1)
            {
                int targets = Tree is null
                    ? Draw<TLanes, TVector>(nodes, centre, memory, words, ref outputCount)
                    : Follow<TLanes, TVector>(nodes[centre], memory, words, ref outputCount);
                Step<TLanes, TVector>(memory, words, first, rows, centre, targets, ref positive, ref negative);
                pairs += rows - 1;
                negativePairs += Tree is null ? (rows - 1) * (targets - 1L) : 0;
            }
        }

        for (int i = 0; i < length; i++)
        {
            SkipGramKernels.Subtract<TLanes, TVector>(memory + ((long)i * stride), Inputs + ((long)nodes[i] * stride), stride);
        }

        int* outputNodes = words + Layout.OutputNodes;
        for (int i = 0; i < outputCount; i++)
        {
            SkipGramKernels.Subtract<TLanes, TVector>(memory + Layout.Outputs + ((long)i * stride), Outputs + ((long)outputNodes[i] * stride), stride);
        }

        OutputCounts[chunk] = outputCount;
        (Losses[2 * chunk], Losses[(2 * chunk) + 1]) = (positive, negative);
        (Pairs[2 * chunk], Pairs[(2 * chunk) + 1]) = (pairs, negativePairs);
    }

    /// <summary>Draws the nodes against a walk's own, whose words they take, and asks for the rows of all; gives the walk's length.</summary>
    private readonly int Announce(int* nodes, uint* random)
    {
        int length = 0;
        for (; length < Layout.Positions && nodes[length] >= 0; length++)
        {
            Prefetch.Row(Inputs + ((long)nodes[length] * Layout.Stride), Layout.Stride);
        }

        if (Tree is null)
        {
            for (int i = 0; i < length; i++)
            {
                Prefetch.Row(Outputs + ((long)nodes[i] * Layout.Stride), Layout.Stride);
            }

            int draws = (length + PositionsPerDraw - 1) / PositionsPerDraw * Negatives;
            uint* words = random + Layout.Positions;
            for (int k = 0; k < draws; k++)
            {
                int drawn = Chances!.Draw(words[k]);
                words[k] = (uint)drawn;
                Prefetch.Row(Outputs + ((long)drawn * Layout.Stride), Layout.Stride);
            }
        }

        return length;
    }

    /// <summary>The targets of a window are its centre and the nodes drawn for it, but for the centre itself.</summary>
    private readonly int Draw<TLanes, TVector>(int* nodes, int centre, float* memory, int* words, ref int outputCount)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int* targets = words + Layout.TargetSlots;
        int* drawn = words + Layout.Words + Layout.Positions + ((long)(centre / PositionsPerDraw) * Negatives);
        int node = nodes[centre];
        targets[0] = Local<TLanes, TVector>(node, memory, words, ref outputCount) << 1 | 1;
        int count = 1;
        for (int k = 0; k < Negatives; k++)
        {
            if (drawn[k] != node)
            {
                targets[count++] = Local<TLanes, TVector>(drawn[k], memory, words, ref outputCount) << 1;
            }
        }

        return count;
    }

    /// <summary>The targets of a window are the inner nodes on the way to its centre; the label is 1 where the way goes on to the first child.</summary>
    private readonly int Follow<TLanes, TVector>(int node, float* memory, int* words, ref int outputCount)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int* targets = words + Layout.TargetSlots;
        ReadOnlySpan<int> way = Tree!.Way(node);
        foreach (int step in way)
        {
            Prefetch.Row(Outputs + ((long)(step >> 1) * Layout.Stride), Layout.Stride);
        }

        for (int step = 0; step < way.Length; step++)
        {
            targets[step] = Local<TLanes, TVector>(way[step] >> 1, memory, words, ref outputCount) << 1 | (~way[step] & 1);
        }

        return way.Length;
    }

    /// <summary>The number of the local copy of an output row, which is made at its first use.</summary>
    private readonly int Local<TLanes, TVector>(int node, float* memory, int* words, ref int outputCount)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int* values = words + Layout.Values;
        uint mask = (uint)Layout.SlotCount - 1;
        uint place = ((uint)node * 0x9E3779B1) >> 7 & mask;
        while (words[place] >= 0)
        {
            if (words[place] == node)
            {
                return values[place];
            }

            place = (place + 1) & mask;
        }

        words[place] = node;
        values[place] = outputCount;
        (words + Layout.OutputNodes)[outputCount] = node;
        SkipGramKernels.Copy<TLanes, TVector>(
            Outputs + ((long)node * Layout.Stride), memory + Layout.Outputs + ((long)outputCount * Layout.Stride), Layout.Stride);
        return outputCount++;
    }

    private readonly void Step<TLanes, TVector>(
        float* memory, int* words, int first, int rows, int centre, int targets, ref double positive, ref double negative)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int stride = Layout.Stride, scoreStride = Layout.ScoreStride;
        int* slots = words + Layout.TargetSlots;
        float* x = memory + ((long)first * stride), outputs = memory + Layout.Outputs;
        float* old = memory + Layout.Targets, scores = memory + Layout.Scores, kept = memory + Layout.Kept;
        for (int t = 0; t < targets; t++)
        {
            SkipGramKernels.Copy<TLanes, TVector>(outputs + ((long)(slots[t] >> 1) * stride), old + ((long)t * stride), stride);
        }

        new Span<float>(kept, rows).Fill(1);
        new Span<float>(kept + rows, scoreStride - rows).Clear();
        kept[centre - first] = 0;

        SkipGramKernels.Scores<TLanes, TVector>(x, rows, old, targets, stride, scores, scoreStride);
        TVector losses = TLanes.Zero;
        for (int t = 0; t < targets; t++)
        {
            float* slopes = scores + ((long)t * scoreStride);
            TVector loss = SkipGramKernels.Slopes<TLanes, TVector>(slopes, rows, kept, (slots[t] & 1) != 0, Rate);
            if (t == 0 && Tree is null)
            {
                positive += TLanes.Sum(loss);
            }
            else
            {
                losses = TLanes.Add(losses, loss);
            }

            // Rows as they were; the copies of one node at two targets are one row, which moves twice.
            SkipGramKernels.AddRows<TLanes, TVector>(outputs + ((long)(slots[t] >> 1) * stride), slopes, 1, x, rows, stride);
        }

        for (int r = 0; r < rows; r++)
        {
            if (first + r != centre)
            {
                SkipGramKernels.AddRows<TLanes, TVector>(x + ((long)r * stride), scores + r, scoreStride, old, targets, stride);
            }
        }

        if (Tree is null)
        {
            negative += TLanes.Sum(losses);
        }
        else
        {
            positive += TLanes.Sum(losses);
        }
    }
}
