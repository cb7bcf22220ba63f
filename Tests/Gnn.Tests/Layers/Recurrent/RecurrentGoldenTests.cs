using Gnn.Layers;
using Gnn.Layers.Recurrent;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Tests.Layers.Convolutions;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Recurrent;

[TestFixture]
[Category("Golden")]
internal sealed class RecurrentGoldenTests
{
    private static IEnumerable<TestCaseData> GruCells => GoldenLayerCases.Of("rnn", "gru_cell");

    private static IEnumerable<TestCaseData> LstmCells => GoldenLayerCases.Of("rnn", "lstm_cell");

    private static IEnumerable<TestCaseData> Sequences => [.. GoldenLayerCases.Of("rnn", "lstm_seq"), .. GoldenLayerCases.Of("rnn", "lstm_bidirectional"),
        .. GoldenLayerCases.Of("rnn", "lstm_2_layers"), .. GoldenLayerCases.Of("rnn", "gru_bidirectional")];

    private static readonly ForwardContext Context = ForwardContext.ForTraining(new RandomSource(2));

    [TestCaseSource(nameof(GruCells))]
    public void GruCell_GoldenCase_GivesItsOutputAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using var cell = new GruCell(Inputs(golden), Hidden(golden), new RandomSource(1), CellOptions(golden));
        Dictionary<string, Tensor> inputs = Load(golden, cell, engine);

        Tensor output = cell.Forward(inputs["input"], inputs["h"]);
        golden.Backward(("out", output));

        Check(golden, cell, inputs, ("out", output));
    }

    [TestCaseSource(nameof(LstmCells))]
    public void LstmCell_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using var cell = new LstmCell(Inputs(golden), Hidden(golden), new RandomSource(1), CellOptions(golden));
        Dictionary<string, Tensor> inputs = Load(golden, cell, engine);

        (Tensor h, Tensor c) = cell.Forward(inputs["input"], inputs["h"], inputs["c"]);
        golden.Backward(("h", h), ("c", c));

        Check(golden, cell, inputs, ("h", h), ("c", c));
    }

    [TestCaseSource(nameof(Sequences))]
    public void Sequence_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        var options = new RecurrentOptions { Layers = golden.IntegerArgument("num_layers", 1), IsBidirectional = golden.BooleanArgument("bidirectional", false) };
        bool isGru = golden.Name.StartsWith("gru", StringComparison.Ordinal);
        using Module layer = isGru
            ? new Gru(Inputs(golden), Hidden(golden), new RandomSource(1), options)
            : new Lstm(Inputs(golden), Hidden(golden), new RandomSource(1), options);
        Dictionary<string, Tensor> inputs = Load(golden, layer, engine);
        Tensor x = SwapAxes(inputs["input"]);

        (string, Tensor)[] outputs;
        if (layer is Gru gru)
        {
            (Tensor output, Tensor state) = gru.Forward(Context, x);
            outputs = [("output", SwapAxes(output)), ("h_n", state)];
        }
        else
        {
            (Tensor output, Tensor state, Tensor cell) = ((Lstm)layer).Forward(Context, x);
            outputs = [("output", SwapAxes(output)), ("h_n", state), ("c_n", cell)];
        }

        golden.Backward(outputs);

        Check(golden, layer, inputs, outputs);
    }

    private static int Inputs(GoldenCase golden) => golden.IntegerArgument("input_size", 0);

    private static int Hidden(GoldenCase golden) => golden.IntegerArgument("hidden_size", 0);

    private static RecurrentCellOptions CellOptions(GoldenCase golden) => new() { Bias = golden.BooleanArgument("bias", true) };

    private static Dictionary<string, Tensor> Load(GoldenCase golden, Module layer, Engine engine)
    {
        layer.MoveTo(engine);
        golden.LoadInto(layer);
        return golden.Inputs.ToDictionary(input => input.Key, input => input.Value.ToTensor(engine).WithGradient());
    }

    private static void Check(GoldenCase golden, Module layer, Dictionary<string, Tensor> inputs, params ReadOnlySpan<(string Name, Tensor Output)> outputs)
    {
        foreach ((string name, Tensor output) in outputs)
        {
            golden.AssertOutput(name, output);
        }

        golden.AssertParameterGradients(layer);
        foreach ((string name, Tensor input) in inputs)
        {
            golden.AssertInputGradient(name, input);
        }
    }

    /// <summary>The file has the sequences first, and we the steps: [A, B, F] to [B, A, F].</summary>
    private static Tensor SwapAxes(Tensor x)
    {
        (long first, long second) = (x.Shape[0], x.Shape[1]);
        long[] order = [.. Enumerable.Range(0, (int)(first * second)).Select(i => ((i % first) * second) + (i / first))];
        return x.Reshape((first * second, x.Shape[2])).GatherRows(Tensor.Create(order, order.Length, x.Engine)).Reshape((second, first, x.Shape[2]));
    }
}
