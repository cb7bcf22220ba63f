namespace Gnn.Training.Embeddings;

/// <summary>How long rows are, and where the parts of one walk's working memory lie; all lengths are in floats or 32-bit words.</summary>
internal readonly struct SkipGramLayout
{
    private const int LineFloats = 16;

    internal SkipGramLayout(int dimension, int positions, int window, int mostTargets, int outputCapacity, int wordCount)
    {
        Stride = Round(dimension);
        Positions = positions;
        Window = window;
        WordCount = wordCount;
        OutputCapacity = outputCapacity;
        int widest = Math.Min((2 * window) + 1, positions);
        ScoreStride = Round(widest + SkipGramKernels.TileRows);
        int targets = mostTargets + SkipGramKernels.TileTargets;

        // Tiles read rows past the last one of a walk.
        Outputs = (long)(positions + SkipGramKernels.TileRows) * Stride;
        Targets = Outputs + ((long)outputCapacity * Stride);
        Scores = Targets + ((long)targets * Stride);
        Kept = Scores + ((long)targets * ScoreStride);
        Length = Kept + ScoreStride;
        SlotCount = 16;
        while (SlotCount < 2 * outputCapacity)
        {
            SlotCount *= 2;
        }

        Words = (2L * SlotCount) + outputCapacity;
        TargetSlots = Words + wordCount;
        WordLength = Round(checked((int)(TargetSlots + targets)));
    }

    /// <summary>Floats of a row: the dimension, rounded up to a cache line; what is past the dimension is 0.</summary>
    internal int Stride { get; }

    /// <summary>Nodes of a walk, at most.</summary>
    internal int Positions { get; }

    /// <summary>How far apart the nodes of a pair are, at most.</summary>
    internal int Window { get; }

    /// <summary>Floats between the scores of one target and of the next.</summary>
    internal int ScoreStride { get; }

    /// <summary>Different output rows that one walk can touch.</summary>
    internal int OutputCapacity { get; }

    /// <summary>Random words of one walk.</summary>
    internal int WordCount { get; }

    /// <summary>Places of the table that finds a row's local copy, a power of two.</summary>
    internal int SlotCount { get; }

    /// <summary>Floats: local input rows are first, then local output rows, then the copies of a window's targets, its scores, and which of its rows count.</summary>
    internal long Outputs { get; }

    internal long Targets { get; }

    internal long Scores { get; }

    internal long Kept { get; }

    /// <summary>Floats of a walk's memory.</summary>
    internal long Length { get; }

    /// <summary>Words: the keys of the table are first, then its values, then the output rows in the order of their first use, then random words and the targets of a window.</summary>
    internal int Values => SlotCount;

    internal long OutputNodes => 2L * SlotCount;

    internal long Words { get; }

    internal long TargetSlots { get; }

    /// <summary>Words of a walk's memory.</summary>
    internal long WordLength { get; }

    private static int Round(int length) => checked((length + LineFloats - 1) / LineFloats * LineFloats);
}
