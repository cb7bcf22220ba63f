using System.Buffers;
using System.Text.Json;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;

namespace Gnn.Layers.Models;

/// <summary>Saves a model and loads it again: parameters in a safetensors file, and beside it a JSON file that tells how to rebuild the model.</summary>
/// <remarks>
/// <para><c>model.safetensors</c> has the parameters and buffers under the names that PyTorch Geometric gives them, so that it can be read there too.
/// <c>model.json</c> has the model's type, the arguments of its constructor, the version of the format and that of the library.</para>
/// <para>Each file is written whole or not at all, the parameters first. For parameters without a side file, such as those saved by PyTorch Geometric, build
/// the
/// model and call <see cref="Module.LoadParameters"/>.</para>
/// </remarks>
/// <example><code>
/// ModelFile.Save("cora.safetensors", model);
/// using GraphModel same = ModelFile.Load("cora.safetensors");
/// </code></example>
public static class ModelFile
{
    private const string Format = "gnn-model";
    private const int FormatVersion = 1;
    private static readonly string[] Types =
    [
        nameof(Appnp), nameof(Dagnn), nameof(DeepGcn), nameof(Gat), nameof(Gcn), nameof(Gcn2), nameof(Gin), nameof(GraphSage), nameof(GraphTransformer), nameof(Linkx),
        nameof(Mlp), nameof(NeuralSheafDiffusion), nameof(Pna), nameof(ResidualGnn), nameof(Rgcn),
    ];

    /// <summary>Saves a model.</summary>
    /// <param name="path">The safetensors file; the side file has the same name and the extension <c>.json</c>. Files that are there are replaced.</param>
    /// <param name="model">The model, on any engine.</param>
    /// <param name="type">The type of the numbers in the file: Float32, or Float64 for a model trained in double precision.</param>
    /// <exception cref="ArgumentException">The path is empty or has the extension <c>.json</c>, or the type is not floating.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    public static void Save(string path, GraphModel model, SafetensorsType type = SafetensorsType.Float32)
    {
        string side = SideFile(path);
        ArgumentNullException.ThrowIfNull(model);
        model.SaveParameters(path, type);
        AtomicFile.Write(side, stream =>
        {
            using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
            writer.WriteStartObject();
            writer.WriteString("format", Format);
            writer.WriteNumber("formatVersion", FormatVersion);
            writer.WriteString("libraryVersion", typeof(ModelFile).Assembly.GetName().Version?.ToString(fieldCount: 3));
            writer.WriteString("type", model.TypeName);
            writer.WriteStartObject("settings");
            model.WriteSettings(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    /// <summary>Loads a model.</summary>
    /// <param name="path">The safetensors file; the side file is beside it.</param>
    /// <param name="engine">Where the parameters are put; the default engine if null.</param>
    /// <returns>The model, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The path is empty or has the extension <c>.json</c>.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="DataFormatException">A file is damaged, the type of the model or a setting is not known, or names and shapes of parameters are not
    /// the model's.</exception>
    public static GraphModel Load(string path, Engine? engine = null)
    {
        string side = SideFile(path);
        if (!File.Exists(side))
        {
            throw new FileNotFoundException(
                $"{path}: the model's side file '{side}' is missing. For parameters saved elsewhere, build the model and call LoadParameters(path).", side);
        }

        GraphModel model = Build(side, new FileInfo(path).Length);
        try
        {
            if (engine is not null)
            {
                model.MoveTo(engine);
            }

            model.LoadParameters(path);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>A new model of the same type and settings, with initial values of its own.</summary>
    internal static GraphModel Rebuild(GraphModel model)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            model.WriteSettings(writer);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(bytes.WrittenMemory);
        return Create(model.TypeName, new ModelSettings(path: "", place: "", document.RootElement, limit: long.MaxValue))
            ?? throw new NotSupportedException($"A {model.TypeName} cannot be rebuilt from its settings.");
    }

    private static GraphModel Build(string side, long limit)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(side));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new DataFormatException(side, "", $"expected a JSON object, got {document.RootElement.ValueKind}");
            }

            return Build(new ModelSettings(side, place: "", document.RootElement, limit));
        }
        catch (JsonException error)
        {
            throw new DataFormatException(side, $"line {error.LineNumber + 1}", "expected JSON, got something else", "Save the model again.", error);
        }
        catch (ArgumentException error)
        {
            throw new DataFormatException(side, "property 'settings'", $"expected settings of a model, got: {error.Message}", inner: error);
        }
    }

    private static GraphModel Build(ModelSettings file)
    {
        if (file.Text("format") is var format && format != Format)
        {
            throw file.Wrong("format", $"expected '{Format}', got '{format}'");
        }

        if (file.Integer("formatVersion") is var version && version is < 1 or > FormatVersion)
        {
            throw file.Wrong(
                "formatVersion",
                FormattableString.Invariant($"expected 1 to {FormatVersion}, got {version}"),
                "A newer version of the library wrote the file.");
        }

        string type = file.Text("type");
        ModelSettings settings = file.Object("settings");
        return Create(type, settings) ?? throw file.Wrong("type", $"expected one of {string.Join(", ", Types)}, got '{type}'");
    }

    private static GraphModel? Create(string type, ModelSettings settings) => type switch
    {
        nameof(Appnp) => Appnp.Read(settings),
        nameof(Dagnn) => Dagnn.Read(settings),
        nameof(DeepGcn) => DeepGcn.Read(settings),
        nameof(Gat) => Gat.Read(settings),
        nameof(Gcn) => Gcn.Read(settings),
        nameof(Gcn2) => Gcn2.Read(settings),
        nameof(Gin) => Gin.Read(settings),
        nameof(GraphSage) => GraphSage.Read(settings),
        nameof(GraphTransformer) => GraphTransformer.Read(settings),
        nameof(Linkx) => Linkx.Read(settings),
        nameof(Mlp) => Mlp.Read(settings),
        nameof(NeuralSheafDiffusion) => NeuralSheafDiffusion.Read(settings),
        nameof(Pna) => Pna.Read(settings),
        nameof(ResidualGnn) => ResidualGnn.Read(settings),
        nameof(Rgcn) => Rgcn.Read(settings),
        _ => null,
    };

    private static string SideFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string side = Path.ChangeExtension(path, ".json");
        return side != path ? side : throw new ArgumentException($"'path' must be the safetensors file, got '{path}'.", nameof(path));
    }
}
