using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Gnn.Tensors.Files;

namespace Gnn.Datasets;

/// <summary>Downloads the missing files of a data set and checks each against its size and SHA-256 where they are known.</summary>
/// <remarks>
/// HTTPS only, also after redirects. A file is written to a temporary file beside its place and moved when it is complete and right; a
/// failure or a cancellation leaves nothing behind. Files that are already there are left alone and not checked.
/// </remarks>
public sealed class Downloader : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    // Of a file whose size is not known beforehand.
    private const long MostBytes = 4L << 30;
    private const string WhatToDo = "The source has changed or the transfer was altered; nothing was kept.";
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client;
    private readonly TimeSpan _patience;

    /// <summary>Creates a downloader.</summary>
    /// <param name="handler">What sends the requests, not disposed with this; null for the network.</param>
    /// <param name="patience">The longest wait for the next bytes; null for a minute.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="patience"/> is not positive.</exception>
    public Downloader(HttpMessageHandler? handler = null, TimeSpan? patience = null)
    {
        _patience = patience ?? DefaultPatience;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_patience, TimeSpan.Zero, nameof(patience));
        _client = handler is null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);
        _client.Timeout = Timeout.InfiniteTimeSpan;
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Gnn");
    }

    /// <summary>Downloads the files that are not there, one after the other.</summary>
    /// <param name="root">Where they belong.</param>
    /// <param name="files">The files that a loader needs.</param>
    /// <param name="cancellation">Stops the download.</param>
    /// <returns>The number of files downloaded.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="root"/> or <paramref name="files"/> is null.</exception>
    /// <exception cref="DatasetNotFoundException">A file could not be fetched; the message names all that are still missing.</exception>
    /// <exception cref="DataFormatException">What was served has not the known size or SHA-256.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow writing.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public Task<int> FetchMissingAsync(DataRoot root, IReadOnlyList<RemoteFile> files, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(files);
        return FetchMissingCoreAsync(root, files, cancellation);
    }

    /// <summary>Downloads the files that are not there, and waits.</summary>
    /// <param name="root">Where they belong.</param>
    /// <param name="files">The files that a loader needs.</param>
    /// <param name="cancellation">Stops the download.</param>
    /// <returns>The number of files downloaded.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="root"/> or <paramref name="files"/> is null.</exception>
    /// <exception cref="DatasetNotFoundException">A file could not be fetched; the message names all that are still missing.</exception>
    /// <exception cref="DataFormatException">What was served has not the known size or SHA-256.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow writing.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public int FetchMissing(DataRoot root, IReadOnlyList<RemoteFile> files, CancellationToken cancellation = default) =>
        FetchMissingAsync(root, files, cancellation).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<int> FetchMissingCoreAsync(DataRoot root, IReadOnlyList<RemoteFile> files, CancellationToken cancellation)
    {
        IReadOnlyList<RemoteFile> missing = root.FindMissing(files);
        foreach (RemoteFile file in missing)
        {
            try
            {
                await AtomicFile.WriteAsync(root.Locate(file), (stream, token) => CopyAsync(file, stream, token), cancellation).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                throw new DatasetNotFoundException(root, root.FindMissing(files), exception);
            }
        }

        return missing.Count;
    }

    private async Task CopyAsync(RemoteFile file, Stream target, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_patience);
        try
        {
            using HttpResponseMessage response =
                await _client.GetAsync(file.Source, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            if (response.RequestMessage?.RequestUri is { } answered && answered.Scheme != Uri.UriSchemeHttps)
            {
                throw new HttpRequestException($"'{file.Source}' was redirected to '{answered}', which is not https");
            }

            long? announced = response.Content.Headers.ContentLength;
            if (announced is not null && (file.Length is { } expected ? announced != expected : announced > MostBytes))
            {
                throw WrongLength(file, announced.Value.ToString(CultureInfo.InvariantCulture));
            }

            Stream source = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
            await CopyCheckedAsync(file, source, target, patience).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"'{file.Source}' sent nothing for {_patience.TotalSeconds:0.###} s", exception);
        }
    }

    private async Task CopyCheckedAsync(RemoteFile file, Stream source, Stream target, CancellationTokenSource patience)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long total = 0;
            int read;
            while ((read = await source.ReadAsync(buffer, patience.Token).ConfigureAwait(false)) > 0)
            {
                total += read;
                if (total > (file.Length ?? MostBytes))
                {
                    throw WrongLength(file, "more");
                }

                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), patience.Token).ConfigureAwait(false);
                patience.CancelAfter(_patience);
            }

            if (file.Length is { } expected && total != expected)
            {
                throw WrongLength(file, total.ToString(CultureInfo.InvariantCulture));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        string digest = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (file.Sha256 is not null && !digest.Equals(file.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new DataFormatException(file.Source.ToString(), "", $"expected SHA-256 {file.Sha256}, got {digest}", WhatToDo);
        }
    }

    private static DataFormatException WrongLength(RemoteFile file, string got) =>
        new(file.Source.ToString(), "", $"expected {(file.Length is { } length ? $"{length}" : $"at most {MostBytes}")} bytes, got {got}", WhatToDo);
}
