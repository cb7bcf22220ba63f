using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Tests.Tensors.Engines;

/// <content>Attention and its gradients.</content>
internal static partial class EngineCases
{
    public static IEnumerable<EngineCase> Attentions()
    {
        foreach (int heads in new[] { 1, 3, 8, 19 })
        {
            foreach (double dropout in new[] { 0, 0.6 })
            {
                yield return new($"Attention heads {heads} dropout {dropout}", (inputs, size) => Attend(inputs, size, heads, dropout, special: false), IsSum: true);
            }

            foreach (bool hasEdge in new[] { false, true })
            {
                yield return new($"AdditiveScores heads {heads} edge {hasEdge}", (inputs, size) => Score(inputs, size, heads, hasEdge), IsSum: true);
            }

            yield return new($"EntryRows heads {heads}", (inputs, size) => MeetEntries(inputs, size, heads), IsSum: true);
            yield return new($"Attention heads {heads} special", (inputs, size) => Attend(inputs, size, heads, dropout: 0, special: true), IsSum: true);
        }
    }

    private static void Attend(EngineInputs inputs, EngineSize size, int heads, double dropout, bool special)
    {
        using SparseStructure structure = Structure(inputs, size);
        int width = heads * Math.Min(size.Columns, 40);
        BufferView source = special ? inputs.Ties((structure.ColumnCount, heads), special: true) : inputs.Floats((structure.ColumnCount, heads));
        BufferView target = special ? inputs.Ties((structure.RowCount, heads), special: true) : inputs.Floats((structure.RowCount, heads));
        BufferView x = inputs.Floats((structure.ColumnCount, width), 1);
        BufferView gradient = inputs.Floats((structure.RowCount, width), 1);
        var options = new AttentionOptions(0.2, dropout, Source);
        inputs.Return(inputs.Engine.Attention(structure, source, target, x, options, forGradient: false, out _));
        EngineBuffer result = inputs.Engine.Attention(structure, source, target, x, options, forGradient: true, out EngineBuffer? saved);
        inputs.Return(result);
        var y = new BufferView(result, 0, gradient.Shape);
        BufferView state = saved is null ? default : inputs.Keep(saved, saved.Length);
        inputs.Return(inputs.Engine.AttentionGradient(
            structure, source, target, x, options, y, state, gradient, out EngineBuffer toSource, out EngineBuffer toTarget));
        inputs.Return(toSource);
        inputs.Return(toTarget);
    }

    private static void MeetEntries(EngineInputs inputs, EngineSize size, int heads)
    {
        using SparseStructure structure = Structure(inputs, size);
        int width = Math.Clamp(size.Columns, 1, 40);
        BufferView rows = inputs.Floats((structure.RowCount, heads * width), 1);
        BufferView entries = inputs.Floats((size.Entries, width), 1);
        BufferView weights = inputs.Floats((size.Entries, heads), 1);
        inputs.Return(inputs.Engine.EntryDots(structure, rows, entries));
        inputs.Return(inputs.Engine.EntrySums(structure, weights, entries));
        inputs.Return(inputs.Engine.EntryMixes(structure, weights, rows));
    }

    private static void Score(EngineInputs inputs, EngineSize size, int heads, bool hasEdge)
    {
        using SparseStructure structure = Structure(inputs, size);
        int headWidth = Math.Clamp(size.Columns, 1, 40);
        int width = heads * headWidth;
        BufferView source = inputs.Floats((structure.ColumnCount, width), 1);
        BufferView target = inputs.Floats((structure.RowCount, width), 1);
        BufferView edge = hasEdge ? inputs.Floats((size.Entries, width), 1) : default;
        BufferView a = inputs.Floats((heads, headWidth), 1);
        inputs.Return(inputs.Engine.AdditiveScores(structure, source, target, edge, a, 0.2));
        inputs.Return(inputs.Engine.AdditiveScoresGradient(
            structure,
            source,
            target,
            edge,
            a,
            0.2,
            inputs.Floats((size.Entries, heads), 1),
            out EngineBuffer toSource,
            out EngineBuffer toTarget,
            out EngineBuffer? toEdge));
        inputs.Return(toSource);
        inputs.Return(toTarget);
        if (toEdge is not null)
        {
            inputs.Return(toEdge);
        }
    }
}
