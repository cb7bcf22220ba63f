using System.Text;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Models;

[TestFixture]
internal sealed class ModelFileTests
{
    private ScratchFolder _folder = null!;
    private string _path = "";

    [SetUp]
    public void MakeFolder()
    {
        _folder = new ScratchFolder();
        _path = Path.Combine(_folder.Path, "model.safetensors");
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCaseSource(typeof(TestModels), nameof(TestModels.Names))]
    public void Load_SavedModel_IsTheSameToTheBit(string name)
    {
        using var scope = new TensorScope();
        using GraphModel model = TestModels.Create(name);
        using SparseStructure structure = TestGraphs.Random();
        Tensor x = TestGraphs.Features(15, 6, Engine.Default);

        ModelFile.Save(_path, model, SafetensorsType.Float64);
        using GraphModel loaded = ModelFile.Load(_path);

        Assert.That(loaded, Is.TypeOf(model.GetType()));
        AssertSameTensors(loaded, model);
        Assert.That(Train(loaded), Is.EqualTo(Train(model)), "settings such as dropout are the same too");

        double[] Train(GraphModel trained)
        {
            using Adjacency adjacency = trained.Prepare(structure);
            return trained.Forward(ForwardContext.ForTraining(new RandomSource(4)), x, adjacency).ToArray<double>();
        }
    }

    [Test]
    public void Load_Float32FileOnAnotherEngine_HasTheSingles()
    {
        using GraphModel model = TestModels.Create("gat");
        model.MoveTo(TestEngines.Reference);

        ModelFile.Save(_path, model);
        using GraphModel loaded = ModelFile.Load(_path, TestEngines.Reference);

        Assert.That(loaded.Parameters().Select(parameter => parameter.Value.Engine), Is.All.SameAs(TestEngines.Reference));
        Assert.That(
            loaded.Parameters().SelectMany(parameter => parameter.Value.ToArray<double>()),
            Is.EqualTo(model.Parameters().SelectMany(parameter => parameter.Value.ToArray<float>()).Select(value => (double)value)));
    }

    [Test]
    public void Save_SameModelTwice_GivesTheSameBytes()
    {
        using GraphModel model = TestModels.Create("sage");
        ModelFile.Save(_path, model);
        byte[] first = File.ReadAllBytes(_path);
        string side = File.ReadAllText(Path.ChangeExtension(_path, ".json"));

        ModelFile.Save(_path, model);

        Assert.That(File.ReadAllBytes(_path), Is.EqualTo(first));
        Assert.That(File.ReadAllText(Path.ChangeExtension(_path, ".json")), Is.EqualTo(side));
        Assert.That(side, Does.Contain("\"type\": \"GraphSage\"").And.Contain("\"formatVersion\": 1"));
    }

    [Test]
    public void Load_NoSideFile_SaysWhatToDo()
    {
        using GraphModel model = TestModels.Create("gcn");
        model.SaveParameters(_path);

        Assert.That(() => ModelFile.Load(_path), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("LoadParameters"));
    }

    [Test]
    public void LoadParameters_FileWithoutSideFile_SetsThem()
    {
        using GraphModel saved = TestModels.Create("gin", seed: 1);
        using GraphModel other = TestModels.Create("gin", seed: 2);
        saved.SaveParameters(_path);

        other.LoadParameters(_path);

        AssertSameTensors(other, saved);
    }

    [Test]
    public void LoadParameters_FileOfAnotherShape_NamesTheTensorAndChangesNothing()
    {
        using var saved = new Gcn(6, 5, 3, new RandomSource(1));
        using var other = new Gcn(6, 5, 4, new RandomSource(2));
        double[] before = other.Parameters().First().Value.ToArray<double>();
        saved.SaveParameters(_path);

        Assert.That(
            () => other.LoadParameters(_path),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("convs.1").And.Message.Contains("[4").And.Message.Contains("[3"));
        Assert.That(other.Parameters().First().Value.ToArray<double>(), Is.EqualTo(before));
    }

    [Test]
    public void LoadParameters_MissingAndForeignTensors_AreNamed()
    {
        using var three = new Gcn(6, 5, 3, new RandomSource(1), layers: 3);
        using var two = new Gcn(6, 5, 5, new RandomSource(1));
        using var linear = new Linear(2, 2, new RandomSource(1));
        two.SaveParameters(_path);
        Assert.That(() => three.LoadParameters(_path), Throws.TypeOf<DataFormatException>().With.Message.Contains("convs.2"));
        Assert.That(() => linear.LoadParameters(_path), Throws.TypeOf<DataFormatException>().With.Message.Contains("'weight'"));

        SafetensorsFile file = SafetensorsFile.Read(_path);
        SafetensorsFile.Write(_path, [.. file.Entries, new SafetensorsEntry("extra", SafetensorsType.Float32, [1], new byte[4])]);
        Assert.That(() => two.LoadParameters(_path), Throws.TypeOf<DataFormatException>().With.Message.Contains("'extra'"));

        SafetensorsFile.Write(_path, file.Entries.Select(entry => new SafetensorsEntry(entry.Name, SafetensorsType.Int32, entry.Shape, entry.Data)));
        Assert.That(() => two.LoadParameters(_path), Throws.TypeOf<DataFormatException>().With.Message.Contains("Int32"));
    }

    [TestCase("\"type\": \"Gcn\"", "\"type\": \"Transformer\"", "'Transformer'")]
    [TestCase("\"format\": \"gnn-model\"", "\"format\": \"other\"", "'other'")]
    [TestCase("\"formatVersion\": 1", "\"formatVersion\": 2", "newer version")]
    [TestCase("\"hidden\": 5", "\"hidden\": \"five\"", "settings.hidden")]
    [TestCase("\"hidden\": 5", "\"hiddens\": 5", "settings.hidden")]
    [TestCase("\"hidden\": 5", "\"hidden\": 6", "convs.0")]
    [TestCase("\"hidden\": 5", "\"hidden\": 0", "hidden")]
    [TestCase("\"hidden\": 5", "\"hidden\": 2000000000", "bytes of its parameters")]
    [TestCase("\"layers\": 3", "\"layers\": 2000000000", "bytes of its parameters")]
    [TestCase("\"dropout\": 0.25", "\"dropout\": 1.5", "dropout")]
    [TestCase("\"dropout\": 0.25", "\"dropout\": 1e999", "settings.dropout")]
    [TestCase("\"bias\": false", "\"bias\": 0", "true or false")]
    [TestCase("\"SymmetricWithLoops\"", "\"Twofold\"", "SymmetricWithLoops, Symmetric, None")]
    [TestCase("\"settings\": {", "\"settings\": [{", "expected JSON")]
    public void Load_DamagedSideFile_SaysWhatIsWrong(string old, string damaged, string message)
    {
        using GraphModel model = TestModels.Create("gcn");
        ModelFile.Save(_path, model);
        string side = Path.ChangeExtension(_path, ".json");
        string text = File.ReadAllText(side);
        Assert.That(text, Does.Contain(old));
        File.WriteAllText(side, text.Replace(old, damaged, StringComparison.Ordinal));

        Assert.That(() => ModelFile.Load(_path), Throws.TypeOf<DataFormatException>().With.Message.Contains(message));
    }

    [TestCase("pna_towers", "\"preLayers\": 2")]
    [TestCase("pna_towers", "\"postLayers\": 2")]
    [TestCase("pna_towers", "\"towers\": 2")]
    [TestCase("pna", "\"edgeFeatures\": 0")]
    [TestCase("deep_gcn", "\"edgeFeatures\": 0")]
    [TestCase("deep_gcn", "\"convolutionLayers\": 2")]
    [TestCase("deep_gcn", "\"expansion\": 2")]
    [TestCase("deep_gcn", "\"layers\": 3")]
    public void Load_SideFileOfAHugeModel_IsRefusedBeforeItIsMade(string name, string old)
    {
        using GraphModel model = TestModels.Create(name);
        ModelFile.Save(_path, model);
        string side = Path.ChangeExtension(_path, ".json");
        string text = File.ReadAllText(side);
        Assert.That(text, Does.Contain(old));
        File.WriteAllText(side, text.Replace(old, old[..^1] + "2000000000", StringComparison.Ordinal));

        Assert.That(() => ModelFile.Load(_path), Throws.TypeOf<DataFormatException>().With.Message.Contains("bytes of its parameters"));
    }

    [Test]
    public void Load_SideFileCutAnywhere_IsRefused()
    {
        using GraphModel model = TestModels.Create("mlp");
        ModelFile.Save(_path, model);
        string side = Path.ChangeExtension(_path, ".json");
        byte[] bytes = Encoding.UTF8.GetBytes(File.ReadAllText(side).TrimEnd());

        for (int length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(side, bytes[..length]);
            Assert.That(() => ModelFile.Load(_path), Throws.TypeOf<DataFormatException>(), $"{length} bytes");
        }
    }

    [Test]
    public void Save_JsonPathOrIntegerType_IsRefused()
    {
        using GraphModel model = TestModels.Create("gcn");

        Assert.That(() => ModelFile.Save(Path.ChangeExtension(_path, ".json"), model), Throws.ArgumentException);
        Assert.That(() => ModelFile.Save(_path, model, SafetensorsType.Int32), Throws.ArgumentException);
        Assert.That(Directory.EnumerateFileSystemEntries(_folder.Path), Is.Empty);
    }

    private static void AssertSameTensors(Module actual, Module expected)
    {
        Assert.That(actual.NamedParameters().Select(named => named.Name), Is.EqualTo(expected.NamedParameters().Select(named => named.Name)));
        Assert.That(
            actual.NamedParameters().SelectMany(named => named.Parameter.Value.ToArray<double>()),
            Is.EqualTo(expected.NamedParameters().SelectMany(named => named.Parameter.Value.ToArray<double>())));
        Assert.That(
            actual.NamedBuffers().SelectMany(named => Numbers(named.Buffer)),
            Is.EqualTo(expected.NamedBuffers().SelectMany(named => Numbers(named.Buffer))));

        static double[] Numbers(Tensor tensor) => tensor.DataType.IsInteger()
            ? Array.ConvertAll(tensor.ToArray<long>(), value => (double)value)
            : tensor.ToArray<double>();
    }
}
