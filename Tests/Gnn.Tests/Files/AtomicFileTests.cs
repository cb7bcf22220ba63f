using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Files;

public sealed class AtomicFileTests
{
    [Test]
    public void Write_NewFileInNewFolder_HasTheContent()
    {
        using var scratch = new ScratchFolder();
        string path = Path.Combine(scratch["folder"], "file");
        AtomicFile.Write(path, stream => stream.Write([1, 2, 3]));
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(Directory.GetFiles(scratch["folder"]), Is.EqualTo(new[] { path }));
    }

    [Test]
    public void Write_Fails_LeavesTheOldFileAndNothingElse()
    {
        using var scratch = new ScratchFolder();
        string path = scratch["file"];
        AtomicFile.Write(path, stream => stream.Write([1, 2, 3]));
        Action<Stream> failing = stream =>
        {
            stream.Write(new byte[1_000_000]);
            throw new InvalidOperationException("stopped");
        };
        Assert.That(() => AtomicFile.Write(path, failing), Throws.InvalidOperationException);
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(Directory.GetFiles(scratch.Path), Is.EqualTo(new[] { path }));
    }

    [Test]
    public async Task WriteAsync_CancelledWhileWriting_LeavesTheOldFileAndNothingElse()
    {
        using var scratch = new ScratchFolder();
        string path = scratch["file"];
        await AtomicFile.WriteAsync(path, (stream, token) => stream.WriteAsync(new byte[] { 1 }, token).AsTask());
        using var cancellation = new CancellationTokenSource();
        Assert.That(
            async () => await AtomicFile.WriteAsync(
                path,
                async (stream, token) =>
                {
                    await stream.WriteAsync(new byte[] { 2 }, token);
                    await cancellation.CancelAsync();
                },
                cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(new byte[] { 1 }));
        Assert.That(Directory.GetFiles(scratch.Path), Is.EqualTo(new[] { path }));
    }

    [Test]
    public void Write_NoPath_Throws()
    {
        Assert.That(() => AtomicFile.Write("", _ => { }), Throws.ArgumentException);
        Assert.That(() => AtomicFile.Write("x", null!), Throws.ArgumentNullException);
    }
}
