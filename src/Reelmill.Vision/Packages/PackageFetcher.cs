using System.Security.Cryptography;
using System.Text.Json;
using Reelmill.Core.Files;

namespace Reelmill.Vision.Packages;

/// <summary>Downloads files from packages and verifies them by their known SHA-256.</summary>
/// <param name="sources">Returns the sources for a package in search order.</param>
/// <param name="progress">Receives progress messages, one line each; null for none.</param>
/// <param name="time">The clock for retry delays.</param>
internal sealed class PackageFetcher(Func<PackageId, IReadOnlyList<PackageSource>> sources, Action<string>? progress, TimeProvider time)
{
    /// <summary>The largest size of an unpacked file; unpacking stops beyond it.</summary>
    private const long MaxFileBytes = 1L << 30;

    /// <summary>Creates a fetcher that uses the NuGet and npm configuration of the current user.</summary>
    public static PackageFetcher CreateDefault(Action<string>? progress) =>
        new(static p => p.Registry == PackageRegistry.NuGet ? NuGetSources.FromUserConfig() : NpmSources.FromUserConfig(p.Name), progress, TimeProvider.System);

    /// <summary>Downloads files of a package.</summary>
    /// <param name="package">The package.</param>
    /// <param name="files">The files to download.</param>
    /// <param name="folder">An empty folder for the files; the caller removes it after an exception.</param>
    /// <param name="advice">The advice at the end of an error message.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    /// <exception cref="PackageException">The package cannot be downloaded, or its content has changed.</exception>
    public async Task FetchAsync(PackageId package, IReadOnlyList<PackageFile> files, string folder, string advice, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(100) };
        var http = new RegistryClient(client, time);
        PackageException? failure = null;
        foreach (var source in sources(package))
        {
            try
            {
                await FetchAsync(http, source, package, files, folder, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (GetErrorCode(e) is not null)
            {
                failure ??= new PackageException(GetErrorCode(e)!, $"Fetching {package} from {source.Label}: {e.Message.TrimEnd('.')}. {advice}", e);
            }
        }

        throw failure ?? new PackageException("package_missing", $"Fetching {package}: no source is configured. {advice}");
    }

    private async Task FetchAsync(RegistryClient http, PackageSource source, PackageId package, IReadOnlyList<PackageFile> files, string folder, CancellationToken cancellationToken)
    {
        var download = new PackageDownloadProgress(progress, time, package.ToString(), source.Label);
        var archive = await OpenAsync(http, source, package, folder, download, cancellationToken).ConfigureAwait(false);
        await using var closed = archive.ConfigureAwait(false);
        var missing = files.ToList();
        await foreach (var (file, data) in PackageArchive.ReadFilesAsync(package.Registry, archive, files, download.Start, cancellationToken).ConfigureAwait(false))
        {
            await SaveAsync(file, data, Path.Combine(folder, file.Name), cancellationToken).ConfigureAwait(false);
            missing.Remove(file);
        }

        if (missing is [var first, ..])
        {
            throw new FileNotFoundException($"the package does not contain the file {first.Path}");
        }
    }

    private static async Task<Stream> OpenAsync(RegistryClient http, PackageSource source, PackageId package, string folder, PackageDownloadProgress download, CancellationToken cancellationToken)
    {
        if (source.Url is null)
        {
            return RegularFile.OpenRead(PackageLocation.FindInFolder(source.Address, package) ?? throw new FileNotFoundException("the folder does not contain the package"));
        }

        var url = await PackageLocation.FindUrlAsync(http, source, package, cancellationToken).ConfigureAwait(false);

        // Credentials are only sent to the host that they are configured for.
        var credentials = url.Host == source.Url.Host ? source.Credentials : null;
        return await HttpRangeStream.OpenAsync(http, url, credentials, folder, download, cancellationToken).ConfigureAwait(false);
    }

    private static async Task SaveAsync(PackageFile file, Stream data, string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var target = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
        await using (target.ConfigureAwait(false))
        {
            var buffer = new byte[1 << 18];
            for (int count; (count = await data.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0 && target.Length <= MaxFileBytes;)
            {
                hash.AppendData(buffer, 0, count);
                await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }

            target.Flush(flushToDisk: true);
        }

        var actual = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (!string.Equals(actual, file.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            File.Delete(path);
            throw new CryptographicException($"{file.Path} has the SHA-256 {actual} instead of {file.Sha256}");
        }
    }

    /// <summary>Returns the error code for a failure of one source; null for a failure that another source would not fix, such as a full disk.</summary>
    private static string? GetErrorCode(Exception error) => error switch
    {
        CryptographicException => "package_changed",
        InvalidDataException => "package_changed",
        FileNotFoundException or HttpRequestException { StatusCode: System.Net.HttpStatusCode.NotFound } => "package_missing",
        HttpRequestException or FormatException or JsonException or HttpIOException => "package_unreachable",
        _ => null,
    };
}
