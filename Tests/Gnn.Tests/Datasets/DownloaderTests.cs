using System.Net;
using System.Security.Cryptography;
using Gnn.Datasets;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

public sealed class DownloaderTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 31))];

    private static RemoteFile File(string name, byte[] content) =>
        new("family", name, new Uri("https://example.org/" + name), content.Length, Convert.ToHexString(SHA256.HashData(content)));

    private static string[] AllFiles(ScratchFolder scratch) => Directory.GetFiles(scratch.Path, "*", SearchOption.AllDirectories);

    [Test]
    public void FetchMissing_RightContent_IsPutInPlaceOnce()
    {
        using var scratch = new ScratchFolder();
        using var handler = new Server(_ => new ByteArrayContent(Content));
        using var downloader = new Downloader(handler);
        var root = new DataRoot(scratch.Path);
        RemoteFile[] files = [File("a", Content), File("b", Content)];
        Assert.That(downloader.FetchMissing(root, files), Is.EqualTo(2));
        Assert.That(downloader.FetchMissing(root, files), Is.Zero);
        Assert.That(handler.Requests, Is.EqualTo(2));
        Assert.That(AllFiles(scratch), Is.EquivalentTo(new[] { root.Locate(files[0]), root.Locate(files[1]) }));
        Assert.That(System.IO.File.ReadAllBytes(root.Locate(files[1])), Is.EqualTo(Content));
    }

    // Announced lengths are refused before the body is read, others while it is.
    [TestCase(1, true)]
    [TestCase(1, false)]
    [TestCase(-1, true)]
    [TestCase(-1, false)]
    [TestCase(0, false)]
    public void FetchMissing_WrongContent_IsRefusedAndNothingIsKept(int extraBytes, bool isAnnounced)
    {
        using var scratch = new ScratchFolder();
        byte[] served = new byte[Content.Length + extraBytes];
        using var handler = new Server(_ => isAnnounced ? new ByteArrayContent(served) : new StreamContent(new Unseekable(served)));
        using var downloader = new Downloader(handler);
        Assert.That(
            () => downloader.FetchMissing(new DataRoot(scratch.Path), [File("a", Content)]),
            Throws.TypeOf<DataFormatException>().With.Message.Contains(extraBytes == 0 ? "SHA-256" : $"expected {Content.Length} bytes"));
        Assert.That(AllFiles(scratch), Is.Empty);
    }

    [Test]
    public void FetchMissing_Offline_NamesEveryMissingFile()
    {
        using var scratch = new ScratchFolder();
        using var handler = new Server(_ => throw new HttpRequestException("No such host is known."));
        using var downloader = new Downloader(handler);
        RemoteFile[] files = [File("a", Content), File("b", Content)];
        var exception = Assert.Throws<DatasetNotFoundException>(() => downloader.FetchMissing(new DataRoot(scratch.Path), files));
        Assert.That(exception!.Missing, Is.EqualTo(files));
        Assert.That(exception.Message, Does.Contain("No such host is known").And.Contain("https://example.org/b"));
        Assert.That(AllFiles(scratch), Is.Empty);
    }

    [Test]
    public void FetchMissing_NotFound_NamesTheStatus()
    {
        using var scratch = new ScratchFolder();
        using var handler = new Server(_ => new ByteArrayContent([]), HttpStatusCode.NotFound);
        using var downloader = new Downloader(handler);
        Assert.That(
            () => downloader.FetchMissing(new DataRoot(scratch.Path), [File("a", Content)]),
            Throws.TypeOf<DatasetNotFoundException>().With.Message.Contains("404"));
    }

    [Test]
    public void FetchMissing_RedirectedToHttp_IsRefused()
    {
        using var scratch = new ScratchFolder();
        using var handler = new Server(_ => new ByteArrayContent(Content), answered: new Uri("http://example.org/a"));
        using var downloader = new Downloader(handler);
        Assert.That(
            () => downloader.FetchMissing(new DataRoot(scratch.Path), [File("a", Content)]),
            Throws.TypeOf<DatasetNotFoundException>().With.Message.Contains("not https"));
        Assert.That(AllFiles(scratch), Is.Empty);
    }

    [Test]
    public void FetchMissing_Cancelled_LeavesNothing()
    {
        using var scratch = new ScratchFolder();
        using var cancellation = new CancellationTokenSource();
        using var handler = new Server(_ => new StreamContent(new Unseekable(Content, beforeSecondRead: _ => cancellation.Cancel())));
        using var downloader = new Downloader(handler);
        Assert.That(
            () => downloader.FetchMissing(new DataRoot(scratch.Path), [File("a", Content)], cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(AllFiles(scratch), Is.Empty);
    }

    [Test]
    public void FetchMissing_SilentServer_GivesUp()
    {
        using var scratch = new ScratchFolder();
        using var handler = new Server(
            _ => new StreamContent(new Unseekable(Content, beforeSecondRead: token => Task.Delay(Timeout.Infinite, token).GetAwaiter().GetResult())));
        using var downloader = new Downloader(handler, TimeSpan.FromMilliseconds(100));
        Assert.That(
            () => downloader.FetchMissing(new DataRoot(scratch.Path), [File("a", Content)]),
            Throws.TypeOf<DatasetNotFoundException>().With.Message.Contains("sent nothing for 0.1 s"));
        Assert.That(AllFiles(scratch), Is.Empty);
    }

    private sealed class Server(Func<HttpRequestMessage, HttpContent> serve, HttpStatusCode status = HttpStatusCode.OK, Uri? answered = null)
        : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            HttpContent content = serve(request);
            request.RequestUri = answered ?? request.RequestUri;
            return Task.FromResult(new HttpResponseMessage(status) { Content = content, RequestMessage = request });
        }
    }

    /// <summary>A stream of unknown length in chunks, as from a network.</summary>
    private sealed class Unseekable(byte[] bytes, Action<CancellationToken>? beforeSecondRead = null) : Stream
    {
        private readonly MemoryStream _inner = new(bytes);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => _inner.Read(buffer, offset, Math.Min(count, 1000));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_inner.Position > 0)
            {
                beforeSecondRead?.Invoke(cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
            }

            return new ValueTask<int>(_inner.Read(buffer.Span[..Math.Min(buffer.Length, 1000)]));
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
