using System.Security.Cryptography;
using System.Text.Json;
using Reelmill.Core.Files;

namespace Reelmill.Vision.Packages;

/// <summary>Fetches files out of packages, and gives none that is not known by its SHA-256.</summary>
/// <param name="sources">Where a package may be, first to last.</param>
/// <param name="note">Told how far it is, a line each; nobody when null.</param>
/// <param name="time">Waits between tries.</param>
internal sealed class PackageFetcher(Func<PackageId, IReadOnlyList<PackageSource>> sources, Action<string>? note, TimeProvider time)
{
    /// <summary>No file of a package is larger; one that is larger is not unpacked.</summary>
    private const long MostBytes = 1L << 30;

    /// <summary>Makes a fetcher that asks the registries that this user's NuGet and npm are configured for.</summary>
    public static PackageFetcher OfUser(Action<string>? note) =>
        new(static p => p.Registry == PackageRegistry.NuGet ? NuGetSources.OfUser() : NpmSources.OfUser(p.Name), note, TimeProvider.System);

    /// <summary>Fetches files of a package.</summary>
    /// <param name="package">The package.</param>
    /// <param name="files">The files that are wanted.</param>
    /// <param name="folder">An empty folder; it gets the files, and is the caller's to remove when this throws.</param>
    /// <param name="otherwise">What a user who cannot fetch does instead.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="PackageException">It cannot be had, or is another one.</exception>
    public async Task FetchAsync(PackageId package, IReadOnlyList<PackageFile> files, string folder, string otherwise, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(100) };
        var http = new RegistryHttp(client, time);
        PackageException? failure = null;
        foreach (var source in sources(package))
        {
            try
            {
                await FetchAsync(http, source, package, files, folder, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (CodeOf(e) is not null)
            {
                failure ??= new PackageException(CodeOf(e)!, $"Fetching {package} from {source.Label}: {e.Message.TrimEnd('.')}. {otherwise}", e);
            }
        }

        throw failure ?? new PackageException("package_missing", $"Fetching {package}: no source is configured. {otherwise}");
    }

    private async Task FetchAsync(RegistryHttp http, PackageSource source, PackageId package, IReadOnlyList<PackageFile> files, string folder, CancellationToken cancellationToken)
    {
        var notes = new FetchNotes(note, time, package.ToString(), source.Label);
        var archive = await OpenAsync(http, source, package, folder, notes, cancellationToken).ConfigureAwait(false);
        await using var closed = archive.ConfigureAwait(false);
        var missing = files.ToList();
        await foreach (var (file, data) in PackageArchive.OpenAsync(package.Registry, archive, files, notes.Start, cancellationToken).ConfigureAwait(false))
        {
            await SaveAsync(file, data, Path.Combine(folder, file.Name), cancellationToken).ConfigureAwait(false);
            missing.Remove(file);
        }

        if (missing is [var first, ..])
        {
            throw new FileNotFoundException($"the package has no file {first.Path}");
        }
    }

    private static async Task<Stream> OpenAsync(RegistryHttp http, PackageSource source, PackageId package, string folder, FetchNotes notes, CancellationToken cancellationToken)
    {
        if (source.Url is null)
        {
            return RegularFile.OpenRead(PackageLocation.InFolder(source.Address, package) ?? throw new FileNotFoundException("the folder does not hold it"));
        }

        var url = await PackageLocation.UrlAsync(http, source, package, cancellationToken).ConfigureAwait(false);

        // Credentials are for the registry that they were configured for.
        var credentials = url.Host == source.Url.Host ? source.Credentials : null;
        return await RemoteFile.OpenAsync(http, url, credentials, folder, notes, cancellationToken).ConfigureAwait(false);
    }

    private static async Task SaveAsync(PackageFile file, Stream data, string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var to = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
        await using (to.ConfigureAwait(false))
        {
            var buffer = new byte[1 << 18];
            for (int count; (count = await data.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0 && to.Length <= MostBytes;)
            {
                hash.AppendData(buffer, 0, count);
                await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }

            to.Flush(flushToDisk: true);
        }

        var found = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (!string.Equals(found, file.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            File.Delete(path);
            throw new CryptographicException($"{file.Path} has the SHA-256 {found}, not {file.Sha256}");
        }
    }

    /// <summary>What a failure of one source is; null for what no other source mends, such as a full disk.</summary>
    private static string? CodeOf(Exception error) => error switch
    {
        CryptographicException => "package_changed",
        InvalidDataException => "package_changed",
        FileNotFoundException or HttpRequestException { StatusCode: System.Net.HttpStatusCode.NotFound } => "package_missing",
        HttpRequestException or FormatException or JsonException or HttpIOException => "package_unreachable",
        _ => null,
    };
}
