using System.Diagnostics;
using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Tests.Architecture;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

/// <summary>Weights go to Python and come from it: the same logits there by numpy, with the formula written out.</summary>
[TestFixture]
internal sealed class PythonWeightsTests
{
    private const double Tolerance = 1e-5;

    [Test]
    public void LoadParameters_FileWrittenByPython_GivesPythonsLogits() => AssertSameLogits(Path.Combine(AppContext.BaseDirectory, "Golden", "python-gcn"));

    [Test]
    public void LoadParameters_FileWrittenByPythonNow_GivesPythonsLogits()
    {
        using var folder = new ScratchFolder();
        RunScript("write", folder.Path);

        AssertSameLogits(folder.Path);
    }

    [Test]
    public void SaveParameters_TrainedModel_GivesTheSameLogitsInPython()
    {
        using var folder = new ScratchFolder();
        using var scope = new TensorScope();
        RandomEdges edges = RandomGraphs.Create(30, 120, seed: 8);
        using Graph graph = Graph.FromEdges(30, edges.Sources, edges.Targets);
        Tensor x = Tensor.Normal((30, 6), new RandomSource(2));
        using var model = new Gcn(6, 7, 4, new RandomSource(3));
        foreach (Parameter parameter in model.Parameters())
        {
            // As training leaves them: no parameter is 0.
            parameter.Set(Tensor.Normal(parameter.Value.Shape, new RandomSource(4)));
        }

        model.SaveParameters(Path.Combine(folder.Path, "model.safetensors"));
        NpyFile.Write(Path.Combine(folder.Path, "x.npy"), x);
        NpyFile.Write(Path.Combine(folder.Path, "edges.npy"), [.. edges.Sources, .. edges.Targets], (2, 120));
        RunScript("read", folder.Path);

        using Adjacency adjacency = model.Prepare(graph);
        double[] logits = model.Forward(ForwardContext.Inference, x, adjacency).ToArray<double>();
        AssertClose(logits, NpyFile.Read<double>(Path.Combine(folder.Path, "logits.npy"), out _));
    }

    private static void AssertSameLogits(string folder)
    {
        using var scope = new TensorScope();
        int[] edges = NpyFile.Read<int>(Path.Combine(folder, "edges.npy"), out Shape shape);
        int count = (int)shape[1];
        using Graph graph = Graph.FromEdges(20, edges.AsSpan(0, count), edges.AsSpan(count));
        using var model = new Gcn(5, 8, 3, new RandomSource(1));
        model.LoadParameters(Path.Combine(folder, "model.safetensors"));
        using Adjacency adjacency = model.Prepare(graph);

        double[] logits = model.Forward(ForwardContext.Inference, NpyFile.ReadTensor(Path.Combine(folder, "x.npy")), adjacency).ToArray<double>();

        AssertClose(logits, NpyFile.Read<double>(Path.Combine(folder, "logits.npy"), out _));
    }

    private static void AssertClose(double[] actual, double[] expected)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.That(actual[i], Is.EqualTo(expected[i]).Within(Tolerance * (1 + Math.Abs(expected[i]))));
        }
    }

    private static void RunScript(string action, string folder)
    {
        string script = Path.Combine(Repository.Root, "Examples", "Python", "gcn_numpy.py");
        foreach (string python in (string[])["/usr/bin/python3", "python3"])
        {
            var start = new ProcessStartInfo(python, [script, action, folder]) { RedirectStandardError = true };
            try
            {
                using Process process = Process.Start(start)!;
                string errors = process.StandardError.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode == 0)
                {
                    return;
                }

                Assert.That(errors, Does.Contain("No module named 'numpy'"), "the script fails for want of numpy only");
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // This Python is not here; the next one may be.
            }
        }

        Assert.Ignore("There is no Python with numpy on this machine.");
    }
}
