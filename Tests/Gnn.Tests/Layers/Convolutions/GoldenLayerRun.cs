using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

/// <summary>A golden case of a layer with its parameters, inputs and edges, from which gradients are asked.</summary>
internal sealed class GoldenLayerRun
{
    private readonly GoldenCase _golden;
    private readonly Module _layer;
    private readonly string? _edgeName;

    /// <summary>Sets the layer's parameters.</summary>
    /// <param name="golden">The case.</param>
    /// <param name="layer">The layer, of which every parameter is in the file.</param>
    /// <param name="engine">Where it runs.</param>
    /// <param name="unused">What a parameter's name ends with that the file has and the layer has not, because it takes no part or is another's alias.</param>
    internal GoldenLayerRun(GoldenCase golden, Module layer, Engine engine, string? unused = null)
    {
        _golden = golden;
        _layer = layer;
        layer.MoveTo(engine);
        if (unused is null)
        {
            golden.LoadInto(layer);
        }
        else
        {
            LoadKnown(unused);
        }

        _edgeName = golden.Graph.Keys.SingleOrDefault(name => name is "edge_attr" or "edge_weight");
        Edges = _edgeName is null ? null : golden.Graph[_edgeName].ToTensor(engine).WithGradient();
        Inputs = golden.Inputs.ToDictionary(input => input.Key, input => input.Value.ToTensor(engine).WithGradient());
    }

    /// <summary>Edge weights or features, if the case has any.</summary>
    internal Tensor? Edges { get; }

    /// <summary>The inputs by name.</summary>
    internal IReadOnlyDictionary<string, Tensor> Inputs { get; }

    /// <summary>A context for training, in which the golden cases have no dropout.</summary>
    internal static ForwardContext Training => ForwardContext.ForTraining(new RandomSource(2));

    /// <summary>Compares the output and all gradients.</summary>
    internal void Check(Tensor output)
    {
        _golden.Backward(("out", output));
        Compare(output);
    }

    /// <summary>Compares the output, the attention by edge, and all gradients.</summary>
    internal void Check(Tensor output, Tensor attention, SparseStructure structure)
    {
        Tensor inEdgeOrder = ToEdgeOrder(attention, structure, _golden.Outputs["attention_edge_index"]);
        _golden.Backward(("out", output), ("attention", inEdgeOrder));
        _golden.AssertOutput("attention", inEdgeOrder);
        Compare(output);
    }

    private void Compare(Tensor output)
    {
        _golden.AssertOutput("out", output);
        foreach ((string name, Tensor input) in Inputs)
        {
            _golden.AssertInputGradient(name, input);
        }

        if (Edges is not null)
        {
            _golden.AssertInputGradient(_edgeName!, Edges);
        }

        foreach ((string name, Parameter parameter) in _layer.NamedParameters())
        {
            GoldenArray expected = _golden.ParameterGradients[name];
            if (parameter.Value.Gradient is { } gradient)
            {
                _golden.AssertClose(expected, gradient, $"gradient of {name}");
            }
            else
            {
                Assert.That(expected.Values, Is.All.Zero, $"{_golden}: gradient of {name} is missing");
            }
        }
    }

    private void LoadKnown(string unused)
    {
        Dictionary<string, Parameter> parameters = _layer.NamedParameters().ToDictionary(named => named.Name, named => named.Parameter);
        foreach ((string name, GoldenArray array) in _golden.Parameters)
        {
            if (!parameters.Remove(name, out Parameter? parameter))
            {
                Assert.That(name, Does.Contain(unused), $"{_golden}: parameters that the layer lacks");
                continue;
            }

            using Tensor value = array.ToTensor(parameter.Value.Engine);
            parameter.Set(value);
        }

        Assert.That(parameters.Keys, Is.Empty, $"{_golden}: parameters that the file lacks");
    }

    /// <summary>Attention by the ids of the prepared edges, which must be those of the file.</summary>
    private static Tensor ToEdgeOrder(Tensor attention, SparseStructure structure, GoldenArray edgeIndex)
    {
        long[] entryOfEdge = new long[structure.EntryCount];
        int[] ends = edgeIndex.ToInt32();
        for (int row = 0; row < structure.RowCount; row++)
        {
            for (long entry = structure.RowPointers[row]; entry < structure.RowPointers[row + 1L]; entry++)
            {
                long edge = structure.EdgeIds[entry];
                entryOfEdge[edge] = entry;
                Assert.That((structure.ColumnIndices[entry], row), Is.EqualTo((ends[edge], ends[edge + structure.EntryCount])), $"edge {edge}");
            }
        }

        return attention.GatherRows(Tensor.Create(entryOfEdge, entryOfEdge.Length, attention.Engine));
    }
}
