using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Gnn.Tests.Examples;

/// <summary>
/// A proxy on this machine that answers for one host over TLS with files of a folder, in small pieces, and tells how far it is. A program reaches it by
/// the variables HTTPS_PROXY and SSL_CERT_FILE, so that it downloads as it would from the network, certificate check included.
/// </summary>
internal sealed class MirrorServer : IDisposable
{
    private const int PieceBytes = 16 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly string _folder;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private long _sent;

    /// <summary>Starts to answer.</summary>
    /// <param name="host">The host that is asked for.</param>
    /// <param name="folder">The folder of the files, by the last part of the address.</param>
    /// <param name="certificateFile">Takes the certificate, which a program must trust.</param>
    internal MirrorServer(string host, string folder, string certificateFile)
    {
        _folder = folder;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        File.WriteAllText(certificateFile, made.ExportCertificatePem());
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where the proxy is.</summary>
    internal string Address => $"http://{_listener.LocalEndpoint}";

    /// <summary>The bytes of files that were sent.</summary>
    internal long Sent => Interlocked.Read(ref _sent);

    /// <summary>Called after each piece.</summary>
    internal Action<long>? AfterPiece { get; set; }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _accepting.Wait();
        _certificate.Dispose();
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        var answering = new List<Task>();
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                answering.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Told to stop.
        }

        await Task.WhenAll(answering);
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using TcpClient owned = client;
        try
        {
            NetworkStream plain = client.GetStream();
            if (!(await ReadHeadAsync(plain)).StartsWith("CONNECT ", StringComparison.Ordinal))
            {
                return;
            }

            await plain.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), _stop.Token);
            await using var secure = new SslStream(plain);
            await secure.AuthenticateAsServerAsync(_certificate);
            while (await ReadHeadAsync(secure) is { Length: > 0 } head)
            {
                await SendFileAsync(secure, head.Split(' ')[1].Split('/')[^1]);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The program at the other end was killed, as it was to be.
        }
    }

    private async Task SendFileAsync(Stream stream, string name)
    {
        string path = Path.Combine(_folder, name);
        byte[] bytes = File.Exists(path) ? await File.ReadAllBytesAsync(path, _stop.Token) : [];
        string status = File.Exists(path) ? "200 OK" : "404 Not Found";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {bytes.Length}\r\n\r\n"), _stop.Token);
        for (int at = 0; at < bytes.Length; at += PieceBytes)
        {
            int length = Math.Min(PieceBytes, bytes.Length - at);
            await stream.WriteAsync(bytes.AsMemory(at, length), _stop.Token);
            await stream.FlushAsync(_stop.Token);
            AfterPiece?.Invoke(Interlocked.Add(ref _sent, length));
        }
    }

    private async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return "";
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
