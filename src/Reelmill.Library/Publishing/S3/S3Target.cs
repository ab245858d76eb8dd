using System.Net;
using Amazon.Runtime;
using Amazon.S3.Model;
using Reelmill.Core;

namespace Reelmill.Library.Publishing.S3;

/// <summary>A bucket of any service that speaks S3. A PUT is atomic there.</summary>
internal sealed class S3Target(S3Connection connection, S3Address address, S3Requests requests) : IPublishTarget
{
    private const long MostInOnePiece = 5L << 30;
    private const int RemovedAtOnce = 8;
    private const string Sha256Name = "sha256";

    public static S3Target Create(S3Address address, S3Options options, TimeProvider time) => options.Tries is >= 1 and <= 100
        ? new(S3Connection.Open(address.Bucket, options), address, new S3Requests(address, options, time))
        : throw new ArgumentOutOfRangeException(nameof(options), options.Tries, "A request is tried 1 to 100 times.");

    public string UrlOf(string key) =>
        connection.BaseUrl + string.Join('/', address.KeyOf(key).Split('/').Select(Uri.EscapeDataString));

    public async Task<IReadOnlyList<StoredFile>> ListAsync(string folder, CancellationToken cancellationToken)
    {
        var files = new List<StoredFile>();
        var request = new ListObjectsV2Request { BucketName = address.Bucket, Prefix = address.KeyOf(folder) + "/" };
        do
        {
            var page = await requests.SendAsync(
                "Listing", folder, bytes: 0, token => connection.Client.ListObjectsV2Async(request, token), cancellationToken).ConfigureAwait(false);
            files.AddRange((page.S3Objects ?? []).Select(o => new StoredFile(o.Key[address.Prefix.Length..], o.Size ?? 0)));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
        return files;
    }

    public Task<string?> Sha256Async(string key, CancellationToken cancellationToken) => requests.SendAsync(
        "Looking at",
        key,
        bytes: 0,
        token => UnlessMissingAsync(async () =>
        {
            var answer = await connection.Client.GetObjectMetadataAsync(address.Bucket, address.KeyOf(key), token).ConfigureAwait(false);
            return answer.Metadata[Sha256Name];
        }),
        cancellationToken);

    public Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) => requests.SendAsync(
        "Reading",
        key,
        bytes: 0,
        token => UnlessMissingAsync(async () =>
        {
            using var answer = await connection.Client.GetObjectAsync(address.Bucket, address.KeyOf(key), token).ConfigureAwait(false);
            using var bytes = new MemoryStream();
            await answer.ResponseStream.CopyToAsync(bytes, token).ConfigureAwait(false);
            return bytes.ToArray();
        }),
        cancellationToken);

    public Task WriteAsync(string key, Stream content, StoredHeaders headers, CancellationToken cancellationToken)
    {
        if (content.Length > MostInOnePiece)
        {
            throw new ItemException(
                PublishErrors.Failed,
                $"Writing s3://{address.Bucket}/{address.KeyOf(key)}: it has {content.Length} bytes, and S3 takes 5 GiB in one piece. Make shorter segments.");
        }

        return requests.SendAsync(
            "Writing", key, content.Length, token => connection.Client.PutObjectAsync(Put(key, content, headers), token), cancellationToken);
    }

    public async Task RemoveAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        // One by one: not every service that speaks S3 knows the request that removes many.
        var options = new ParallelOptions { MaxDegreeOfParallelism = RemovedAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            keys,
            options,
            async (key, token) => await requests.SendAsync(
                "Removing", key, bytes: 0, t => connection.Client.DeleteObjectAsync(address.Bucket, address.KeyOf(key), t), token).ConfigureAwait(false))
            .ConfigureAwait(false);
    }

    public void Dispose() => connection.Client.Dispose();

    private PutObjectRequest Put(string key, Stream content, StoredHeaders headers)
    {
        content.Position = 0;
        var request = new PutObjectRequest
        {
            BucketName = address.Bucket,
            Key = address.KeyOf(key),
            InputStream = content,
            AutoCloseStream = false,
            ContentType = headers.ContentType,

            // The hash of the whole body is signed then, so that the service refuses what changed on its way.
            UseChunkEncoding = false,
        };
        request.Headers.CacheControl = headers.CacheControl;
        request.Metadata[Sha256Name] = headers.Sha256;
        return request;
    }

    private static async Task<T?> UnlessMissingAsync<T>(Func<Task<T>> request)
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
