using System.Collections.ObjectModel;
using System.Net;
using Reelmill.Media.Fetching.Http;
using Reelmill.Processes;

namespace Reelmill.Media.Fetching.YtDlp;

/// <summary>Downloads the media that yt-dlp finds on a page.</summary>
/// <remarks>
/// Thread safe for different targets. Under a restricted address policy, yt-dlp connects through <see cref="FilterProxy"/>,
/// which starts at the first use. Each attempt starts over: yt-dlp would resume a file without checking its version.
/// </remarks>
internal sealed class YtDlpFetcher(FetchOptions options, HostGate hosts, TimeProvider time, ProcessLauncher launcher) : IDisposable
{
    public const string FolderSuffix = ".yt-dlp";

    // yt-dlp is silent while it joins audio and video, and while its own three attempts wait for a server.
    private const int StallFactor = 4;

    private readonly Lazy<FilterProxy> _proxy = new(() =>
        new FilterProxy(new ConnectGuard(options.Addresses, options.ConnectTimeout, time, Dns.GetHostAddressesAsync), options.StallTimeout, time));

    public bool IsInstalled => Executables.Find(options.YtDlpPath) is not null;

    /// <summary>Downloads to the target, which appears only when complete.</summary>
    public async Task<FetchedFile> FetchAsync(Uri url, string target, FetchDeadline deadline, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        using var slot = await hosts.EnterAsync(url, deadline, cancellationToken).ConfigureAwait(false);
        var folder = target + FolderSuffix;
        Recreate(folder);
        try
        {
            var output = new YtDlpOutput(url, options.MaxBytes, progress);
            await RunAsync(url, folder, output, deadline, cancellationToken).ConfigureAwait(false);
            return TakeFile(url, folder, target, output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public void Dispose()
    {
        if (_proxy.IsValueCreated)
        {
            _proxy.Value.Dispose();
        }
    }

    private async Task RunAsync(Uri url, string folder, YtDlpOutput output, FetchDeadline deadline, CancellationToken cancellationToken)
    {
        var (guard, environment) = options.Addresses == AddressPolicy.Any ? ([], ReadOnlyDictionary<string, string>.Empty) : YtDlpGuard.Prepare(folder, _proxy.Value);
        var stallLimit = options.StallTimeout * StallFactor;
        var spec = new ProcessSpec(options.YtDlpPath, YtDlpArguments.Build(folder, guard))
        {
            Input = url.AbsoluteUri + "\n",
            Secrets = Redaction.FindSecrets(url),
            Environment = environment,
            WorkingDirectory = folder,
            StallLimit = stallLimit,
            WallLimit = deadline.Remaining,
        };
        using var watch = new DownloadFolderWatch(folder, options, stallLimit, time, cancellationToken);
        try
        {
            var process = launcher.Start(spec, watch.Token);
            await using (process.ConfigureAwait(false))
            {
                await output.ReadAsync(process).ConfigureAwait(false);
                await process.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (ProcessFailedException e)
        {
            throw YtDlpFailures.From(url, e, options);
        }
        catch (OperationCanceledException) when (watch.Broken is not null && !cancellationToken.IsCancellationRequested)
        {
            throw watch.Broken(url);
        }
    }

    private FetchedFile TakeFile(Uri url, string folder, string target, YtDlpOutput output)
    {
        // Exit code 0 is no proof: a skipped or filtered download exits with 0 too. Only the printed path is a result.
        if (output.Path is not { } path || Path.GetDirectoryName(Path.GetFullPath(path)) != folder || !File.Exists(path))
        {
            throw YtDlpFailures.NoFile(url);
        }

        using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite))
        {
            if (file.Length > options.MaxBytes)
            {
                throw YtDlpFailures.TooLarge(url, options.MaxBytes);
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(path, target, overwrite: true);
        return new FetchedFile(target, IsTemporary: true, new FileInfo(target).Length) { Title = output.Title };
    }

    private static void Recreate(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
    }
}
