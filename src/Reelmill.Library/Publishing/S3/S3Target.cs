using System.Net;
using Amazon.Runtime;
using Amazon.S3.Model;
using Reelmill.Core;

namespace Reelmill.Library.Publishing.S3;

/// <summary>Publishes to a bucket of any S3-compatible service, where a PUT is atomic.</summary>
internal sealed class S3Target(S3Connection connection, S3Address address, S3RequestSender sender) : IPublishTarget
{
    private const long MaxObjectBytes = 5L << 30;
    private const int DeleteParallelism = 8;
    private const string Sha256MetadataKey = "sha256";

    public static S3Target Create(S3Address address, S3Options options, TimeProvider time) => options.Tries is >= 1 and <= 100
        ? new(S3Connection.Open(address.Bucket, options), address, new S3RequestSender(address, options, time))
        : throw new ArgumentOutOfRangeException(nameof(options), options.Tries, "The number of attempts must be 1 to 100.");

    public string GetUrl(string key) =>
        connection.BaseUrl + string.Join('/', address.GetFullKey(key).Split('/').Select(Uri.EscapeDataString));

    public async Task<IReadOnlyList<StoredFile>> ListAsync(string folder, CancellationToken cancellationToken)
    {
        var files = new List<StoredFile>();
        var request = new ListObjectsV2Request { BucketName = address.Bucket, Prefix = address.GetFullKey(folder) + "/" };
        do
        {
            var page = await sender.SendAsync(
                "Listing", folder, bytes: 0, token => connection.Client.ListObjectsV2Async(request, token), cancellationToken).ConfigureAwait(false);
            files.AddRange((page.S3Objects ?? []).Select(o => new StoredFile(o.Key[address.Prefix.Length..], o.Size ?? 0)));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
        return files;
    }

    public Task<string?> Sha256Async(string key, CancellationToken cancellationToken) => sender.SendAsync(
        "Reading the metadata of",
        key,
        bytes: 0,
        token => NullIfMissingAsync(async () =>
        {
            var response = await connection.Client.GetObjectMetadataAsync(address.Bucket, address.GetFullKey(key), token).ConfigureAwait(false);
            return response.Metadata[Sha256MetadataKey];
        }),
        cancellationToken);

    public Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) => sender.SendAsync(
        "Reading",
        key,
        bytes: 0,
        token => NullIfMissingAsync(async () =>
        {
            using var response = await connection.Client.GetObjectAsync(address.Bucket, address.GetFullKey(key), token).ConfigureAwait(false);
            using var bytes = new MemoryStream();
            await response.ResponseStream.CopyToAsync(bytes, token).ConfigureAwait(false);
            return bytes.ToArray();
        }),
        cancellationToken);

    public Task WriteAsync(string key, Stream content, StoredHeaders headers, CancellationToken cancellationToken)
    {
        if (content.Length > MaxObjectBytes)
        {
            throw new ItemException(
                PublishErrors.FailedCode,
                $"Writing s3://{address.Bucket}/{address.GetFullKey(key)}: the file has {content.Length} bytes, and S3 accepts at most 5 GiB in one PUT. Make shorter segments.");
        }

        return sender.SendAsync(
            "Writing", key, content.Length, token => connection.Client.PutObjectAsync(CreatePutRequest(key, content, headers), token), cancellationToken);
    }

    public async Task RemoveAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        // Delete one key at a time, because not every S3-compatible service supports DeleteObjects.
        var options = new ParallelOptions { MaxDegreeOfParallelism = DeleteParallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            keys,
            options,
            async (key, token) => await sender.SendAsync(
                "Removing", key, bytes: 0, t => connection.Client.DeleteObjectAsync(address.Bucket, address.GetFullKey(key), t), token).ConfigureAwait(false))
            .ConfigureAwait(false);
    }

    public void Dispose() => connection.Client.Dispose();

    private PutObjectRequest CreatePutRequest(string key, Stream content, StoredHeaders headers)
    {
        content.Position = 0;
        var request = new PutObjectRequest
        {
            BucketName = address.Bucket,
            Key = address.GetFullKey(key),
            InputStream = content,
            AutoCloseStream = false,
            ContentType = headers.ContentType,

            // Without chunked encoding, the signature covers the hash of the body: the service rejects a body that was changed in transit.
            UseChunkEncoding = false,
        };
        request.Headers.CacheControl = headers.CacheControl;
        request.Metadata[Sha256MetadataKey] = headers.Sha256;
        return request;
    }

    private static async Task<T?> NullIfMissingAsync<T>(Func<Task<T>> request)
        where T : class
    {
        try
        {
            return await request().ConfigureAwait(false);
        }
        catch (AmazonServiceException e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
    }
}
