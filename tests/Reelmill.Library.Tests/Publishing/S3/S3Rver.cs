using Amazon.Runtime;
using Reelmill.Library.Publishing;
using Reelmill.Processes;
using Reelmill.Testing;
using Reelmill.Testing.Npm;

namespace Reelmill.Library.Tests.Publishing.S3;

/// <summary>
/// Runs a real S3 server, s3rver, on a free loopback port during the tests. npm installs the server into the user's cache
/// once; where Node.js, npm or the registry is missing, the tests that need the server are skipped by name.
/// </summary>
public sealed class S3Rver : IAsyncLifetime, IDisposable
{
    private const string Package = "@20minutes/s3rver";
    private const string Version = "4.0.4";

    private readonly TempFolder _data = new();
    private RunningProcess? _server;
    private string _endpoint = "";
    private string? _missing;
    private int _targets;

    public async ValueTask InitializeAsync()
    {
        try
        {
            var folder = await NpmPackage.InstallAsync($"s3rver-{Version}", $"{Package}@{Version}");
            _endpoint = await StartAsync(Path.Combine(folder, "node_modules", Package));
        }
        catch (ProcessFailedException e)
        {
            _missing = $"{Package} {Version} cannot be used here: {e.Message}";
        }
    }

    /// <summary>Opens an empty target; skips the test when there is no server.</summary>
    internal IPublishTarget Open()
    {
        if (_missing is not null)
        {
            Assert.Skip(_missing);
        }

        return PublishTarget.Parse($"s3://media/vod/{Interlocked.Increment(ref _targets)}", new S3Options
        {
            Endpoint = _endpoint,
            Region = "us-east-1",
            Credentials = new BasicAWSCredentials("S3RVER", "S3RVER"),
        });
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

    private async Task<string> StartAsync(string module)
    {
        const string Script =
            """
            const S3rver = require(process.argv[1]);
            new S3rver({ address: '127.0.0.1', port: 0, directory: process.argv[2], silent: true, vhostBuckets: false,
                         allowMismatchedSignatures: true, configureBuckets: [{ name: 'media' }] })
              .run().then(a => console.error('port ' + a.port));
            """;
        var port = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _server = new ProcessLauncher().Start(
            new ProcessSpec("node", ["--openssl-legacy-provider", "-e", Script, module, _data.Path])
            {
                MemoryLimitBytes = 0,
                StallLimit = Timeout.InfiniteTimeSpan,
                OnErrorLine = line => _ = line.StartsWith("port ", StringComparison.Ordinal) && port.TrySetResult(line[5..]),
            },
            CancellationToken.None);
        if (await Task.WhenAny(port.Task, _server.Exit).WaitAsync(TestTimeout.Limit, TimeProvider.System) != port.Task)
        {
            await _server.CompleteAsync(CancellationToken.None);
        }

        return $"http://127.0.0.1:{await port.Task}";
    }
}
