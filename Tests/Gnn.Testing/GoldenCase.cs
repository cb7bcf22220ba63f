using System.Globalization;
using System.Text.Json;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Testing;

/// <summary>One case of a golden file: arguments, a graph, inputs, parameters, and the outputs and gradients that they must give.</summary>
public sealed class GoldenCase
{
    private readonly string _group;
    private readonly JsonElement _element;

    internal GoldenCase(string group, JsonElement element)
    {
        _group = group;
        _element = element;
        Name = element.GetProperty("name").GetString()!;
    }

    /// <summary>The name, unique in its file.</summary>
    public string Name { get; }

    /// <summary>Whether the numbers are of training mode.</summary>
    public bool Training => _element.TryGetProperty("train", out JsonElement value) && value.GetBoolean();

    /// <summary>The rounding noise in the expected numbers, relative to 1 + |number|.</summary>
    public double Deviation => _element.TryGetProperty("f64_dev", out JsonElement value) ? value.GetDouble() : 0;

    /// <summary>The constructor's arguments under their upstream names.</summary>
    public JsonElement Arguments => _element.GetProperty("args");

    /// <summary>The number of source nodes.</summary>
    public int SourceCount => NodeCount(0);

    /// <summary>The number of target nodes.</summary>
    public int TargetCount => NodeCount(1);

    /// <summary>The arrays that belong to the graph: <c>edge_index</c>, <c>edge_weight</c>, <c>edge_attr</c>.</summary>
    public IReadOnlyDictionary<string, GoldenArray> Graph => Section("graph");

    /// <summary>The other inputs.</summary>
    public IReadOnlyDictionary<string, GoldenArray> Inputs => Section("inputs");

    /// <summary>Parameters and buffers before the call.</summary>
    public IReadOnlyDictionary<string, GoldenArray> Parameters => Section("params");

    /// <summary>The expected outputs.</summary>
    public IReadOnlyDictionary<string, GoldenArray> Outputs => Section("outputs");

    /// <summary>The weights of the outputs in the loss whose gradients are expected.</summary>
    public IReadOnlyDictionary<string, GoldenArray> LossWeights => Section("r");

    /// <summary>The expected gradients of inputs and graph arrays.</summary>
    public IReadOnlyDictionary<string, GoldenArray> InputGradients => Section("grads", "inputs");

    /// <summary>The expected gradients of parameters.</summary>
    public IReadOnlyDictionary<string, GoldenArray> ParameterGradients => Section("grads", "params");

    /// <summary>Of a case that goes through steps, what each is (<c>train</c>, <c>eval</c> ...) and its arrays, inputs and expected ones.</summary>
    public IEnumerable<(string Mode, IReadOnlyDictionary<string, GoldenArray> Arrays)> Steps => _element.GetProperty("steps").EnumerateArray().Select(step => (
        step.TryGetProperty("mode", out JsonElement mode) ? mode.GetString()! : "",
        (IReadOnlyDictionary<string, GoldenArray>)step.EnumerateObject().Where(property => property.Name != "mode")
            .ToDictionary(property => property.Name, property => GoldenArray.Read(property.Value), StringComparer.Ordinal)));

    /// <summary>The arrays of any other part of the case, for example <c>params_after_3</c>.</summary>
    /// <param name="path">The names of the part and its parts.</param>
    /// <returns>The arrays by name; none if the case has no such part.</returns>
    public IReadOnlyDictionary<string, GoldenArray> Section(params ReadOnlySpan<string> path)
    {
        JsonElement element = _element;
        foreach (string name in path)
        {
            if (!element.TryGetProperty(name, out element))
            {
                return new Dictionary<string, GoldenArray>();
            }
        }

        // Counts such as num_nodes may be maps, and are read by their own members.
        return element.EnumerateObject()
            .Where(property => property.Value.ValueKind != JsonValueKind.Object || property.Value.TryGetProperty("shape", out _))
            .ToDictionary(property => property.Name, property => GoldenArray.Read(property.Value), StringComparer.Ordinal);
    }

    /// <summary>An integer argument.</summary>
    /// <param name="name">Its upstream name.</param>
    /// <param name="otherwise">The upstream default, for a case that leaves it out.</param>
    /// <returns>The value.</returns>
    public int IntegerArgument(string name, int otherwise) => Arguments.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : otherwise;

    /// <summary>A floating argument.</summary>
    /// <param name="name">Its upstream name.</param>
    /// <param name="otherwise">The upstream default, for a case that leaves it out.</param>
    /// <returns>The value.</returns>
    public double NumberArgument(string name, double otherwise) => Arguments.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : otherwise;

    /// <summary>A truth argument.</summary>
    /// <param name="name">Its upstream name.</param>
    /// <param name="otherwise">The upstream default, for a case that leaves it out.</param>
    /// <returns>The value.</returns>
    public bool BooleanArgument(string name, bool otherwise) => Arguments.TryGetProperty(name, out JsonElement value) ? value.GetBoolean() : otherwise;

    /// <summary>The graph's edges by target; edge ids are places in <c>edge_index</c>.</summary>
    /// <returns>The structure, owned by the caller.</returns>
    public SparseStructure Structure()
    {
        int[] ends = Graph["edge_index"].ToInt32();
        int edges = ends.Length / 2;
        return SparseStructure.FromEdges(TargetCount, SourceCount, ends.AsSpan(edges), ends.AsSpan(0, edges));
    }

    /// <summary>Sets all parameters of a module, and checks that names and buffers are the same.</summary>
    /// <param name="module">The module, on any engine.</param>
    public void LoadInto(Module module)
    {
        Dictionary<string, Parameter> parameters = module.NamedParameters().ToDictionary(named => named.Name, named => named.Parameter);
        string[] names = [.. parameters.Keys.Concat(module.NamedBuffers().Select(named => named.Name)).Order(StringComparer.Ordinal)];
        Assert.That(names, Is.EqualTo(Parameters.Keys.Order(StringComparer.Ordinal)), $"{this}: parameter names");
        foreach ((string name, GoldenArray array) in Parameters)
        {
            if (parameters.TryGetValue(name, out Parameter? parameter))
            {
                using Tensor value = array.ToTensor(Engine.Default);
                parameter.Set(value);
            }
            else
            {
                Tensor buffer = module.NamedBuffers().Single(named => named.Name == name).Buffer;
                Assert.That(buffer.ToArray<double>(), Is.EqualTo(array.Values), $"{this}: buffer {name}");
            }
        }
    }

    /// <summary>Sets all parameters and buffers of a module, and checks that names and shapes are the same.</summary>
    /// <param name="module">The module, on any engine.</param>
    public void LoadStateInto(Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        module.SetTensors(Parameters.ToDictionary(array => array.Key, array => array.Value.ToTensor(Engine.Default), StringComparer.Ordinal));
    }

    /// <summary>Checks all buffers of a module: those that the call changed, and the others as they were.</summary>
    /// <param name="module">The module, after the call.</param>
    public void AssertStateAfter(Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        IReadOnlyDictionary<string, GoldenArray> changed = Section("state_after");
        foreach ((string name, Tensor buffer) in module.NamedBuffers())
        {
            GoldenArray expected = changed.TryGetValue(name, out GoldenArray? after) ? after : Parameters[name];
            double[] actual = buffer.DataType == DataType.Int64 ? Array.ConvertAll(buffer.ToArray<long>(), value => (double)value) : buffer.ToArray<double>();
            AssertClose(expected, actual, $"buffer {name} after the call");
        }
    }

    /// <summary>Runs the backward walk from sum(output * r) over the outputs that have an r.</summary>
    /// <param name="outputs">The outputs by name; one whose order differs from the file's must be brought into it.</param>
    public void Backward(params ReadOnlySpan<(string Name, Tensor Output)> outputs)
    {
        IReadOnlyDictionary<string, GoldenArray> weights = LossWeights;
        Tensor? loss = null;
        foreach ((string name, Tensor output) in outputs)
        {
            Tensor part = (output * weights[name].ToTensor(output.Engine)).Sum();
            loss = loss is null ? part : loss + part;
        }

        loss!.Backward();
    }

    /// <summary>Checks an output.</summary>
    /// <param name="name">The output's name.</param>
    /// <param name="actual">What was computed.</param>
    public void AssertOutput(string name, Tensor actual) => AssertClose(Outputs[name], actual, $"output {name}");

    /// <summary>Checks the gradient of an input or a graph array.</summary>
    /// <param name="name">The input's name.</param>
    /// <param name="input">The leaf that was given.</param>
    public void AssertInputGradient(string name, Tensor input) => AssertGradient(InputGradients[name], input, $"gradient of {name}");

    /// <summary>Checks the gradients of all parameters of a module.</summary>
    /// <param name="module">The module.</param>
    public void AssertParameterGradients(Module module)
    {
        Dictionary<string, Parameter> parameters = module.NamedParameters().ToDictionary(named => named.Name, named => named.Parameter);
        Assert.That(parameters.Keys, Is.EquivalentTo(ParameterGradients.Keys), $"{this}: parameters with gradients");
        foreach ((string name, GoldenArray expected) in ParameterGradients)
        {
            AssertGradient(expected, parameters[name].Value, $"gradient of {name}");
        }
    }

    /// <summary>Checks numbers to 1e-5 * (1 + |expected|), or ten times the noise of the file where that is more.</summary>
    /// <param name="expected">The numbers of the file.</param>
    /// <param name="actual">What was computed.</param>
    /// <param name="what">What they are, for the message.</param>
    public void AssertClose(GoldenArray expected, Tensor actual, string what)
    {
        Assert.That(actual.Shape, Is.EqualTo(expected.Shape), $"{this}: shape of {what}");
        AssertClose(expected, actual.ToArray<double>(), what);
    }

    /// <inheritdoc cref="AssertClose(GoldenArray, Tensor, string)"/>
    public void AssertClose(GoldenArray expected, ReadOnlySpan<double> actual, string what)
    {
        Assert.That(actual.Length, Is.EqualTo(expected.Values.Length), $"{this}: length of {what}");
        double scale = Math.Max(1e-5, 10 * Deviation);
        for (int i = 0; i < actual.Length; i++)
        {
            double wanted = expected.Values[i];
            double tolerance = double.IsFinite(wanted) ? scale * (1 + Math.Abs(wanted)) : 0;
            Assert.That(actual[i], Is.EqualTo(wanted).Within(tolerance), string.Create(CultureInfo.InvariantCulture, $"{this}: {what}, element {i}"));
        }
    }

    /// <summary>The file and the case, for test names and messages.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{_group}/{Name}";

    private void AssertGradient(GoldenArray expected, Tensor leaf, string what)
    {
        if (leaf.Gradient is { } gradient)
        {
            AssertClose(expected, gradient, what);
        }
        else
        {
            Assert.That(expected.Values, Is.All.Zero, $"{this}: {what} is missing");
        }
    }

    private int NodeCount(int side)
    {
        JsonElement count = _element.GetProperty("graph").GetProperty("num_nodes");
        return count.ValueKind == JsonValueKind.Array ? count[side].GetInt32() : count.GetInt32();
    }
}
