using System.Net;
using System.Net.Sockets;
using Reelmill.Processes;
using Reelmill.Testing.Npm;
using Xunit;

namespace Reelmill.Testing.Postgres;

/// <summary>
/// A real PostgreSQL with pgvector, compiled to WebAssembly, on a free loopback port while the tests run. npm installs
/// the server into the user's cache once; tests are skipped by name when that fails. The server runs one transaction at
/// a time.
/// </summary>
public sealed class Pglite : IAsyncLifetime, IDisposable
{
    private const string Pgvector = "@electric-sql/pglite-pgvector";

    private readonly TempFolder _data = new();
    private RunningProcess? _server;
    private string? _missing;
    private string _address = "";

    /// <summary>The address of the server; skips the test when the server is not available.</summary>
    public string Address
    {
        get
        {
            if (_missing is not null)
            {
                Assert.Skip(_missing);
            }

            return _address;
        }
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            var folder = await NpmPackage.InstallAsync(
                "pglite-0.5.14", "@electric-sql/pglite@0.5.14", "@electric-sql/pglite-socket@0.2.17", $"{Pgvector}@0.0.15");
            await StartAsync(folder, LoopbackPort.Claim());
        }
        catch (ProcessFailedException e)
        {
            _missing = $"PostgreSQL with pgvector cannot be used here: {e.Message}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
        Dispose();
    }

    public void Dispose() => _data.Dispose();

    private async Task StartAsync(string folder, int port)
    {
        _server = new ProcessLauncher().Start(
            new ProcessSpec(Path.Combine(folder, "node_modules", ".bin", "pglite-server"), ["-d", _data["db"], "-p", $"{port}", "-h", "127.0.0.1", "-m", "20", "-e", $"{Pgvector}:vector"])
            {
                WorkingDirectory = folder,
                MemoryLimitBytes = 0,
                StallLimit = Timeout.InfiniteTimeSpan,
            },
            CancellationToken.None);
        var drained = DrainAsync(_server);
        using var patience = new CancellationTokenSource(TestTimeout.Limit);
        while (!await AnswersAsync(port, patience.Token))
        {
            if (_server.Exit.IsCompleted)
            {
                await drained;
                await _server.CompleteAsync(CancellationToken.None);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token);
        }

        _address = $"postgres://postgres@127.0.0.1:{port}/postgres?sslmode=disable";
    }

    private static async Task DrainAsync(RunningProcess server)
    {
        var buffer = new byte[4096];
        try
        {
            while (await server.ReadAsync(buffer, CancellationToken.None) > 0)
            {
            }
        }
        catch (Exception e) when (e is ProcessFailedException or OperationCanceledException or ObjectDisposedException)
        {
            // The server was stopped.
        }
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
