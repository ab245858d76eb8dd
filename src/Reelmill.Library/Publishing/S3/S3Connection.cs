using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace Reelmill.Library.Publishing.S3;

/// <summary>An S3 client for a bucket, configured by options and the standard environment variables.</summary>
/// <param name="Client">The client; the owner of the connection disposes it.</param>
/// <param name="BaseUrl">The base URL of the bucket's keys, with a trailing slash.</param>
internal sealed record S3Connection(AmazonS3Client Client, string BaseUrl)
{
    private const string DefaultRegion = "us-east-1";

    public static S3Connection Open(string bucket, S3Options options)
    {
        var endpoint = options.Endpoint ?? GetVariable("AWS_ENDPOINT_URL_S3") ?? GetVariable("AWS_ENDPOINT_URL");
        var region = options.Region ?? GetVariable("AWS_REGION") ?? GetVariable("AWS_DEFAULT_REGION") ?? DefaultRegion;
        var config = new AmazonS3Config
        {
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,

            // S3RequestSender handles retries and timeouts, on this program's clock.
            MaxErrorRetry = 0,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
            return new(CreateClient(config, options), $"https://{bucket}.s3.{region}.amazonaws.com/");
        }

        var url = ValidateEndpoint(endpoint);
        config.ServiceURL = url;
        config.AuthenticationRegion = region;
        return new(CreateClient(config, options), $"{url}/{bucket}/");
    }

    private static AmazonS3Client CreateClient(AmazonS3Config config, S3Options options) =>
        (options.Credentials ?? FromEnvironment()) is { } credentials ? new(credentials, config) : new(config);

    private static AWSCredentials? FromEnvironment()
    {
        if (GetVariable("AWS_ACCESS_KEY_ID") is not { } id || GetVariable("AWS_SECRET_ACCESS_KEY") is not { } secret)
        {
            return null;
        }

        return GetVariable("AWS_SESSION_TOKEN") is { } token ? new SessionAWSCredentials(id, secret, token) : new BasicAWSCredentials(id, secret);
    }

    private static string? GetVariable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string ValidateEndpoint(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url is { UserInfo: "", Query: "", Fragment: "" }
            ? url.AbsoluteUri.TrimEnd('/')
            : throw new Core.PipelineException(
                PublishTarget.BadTargetCode,
                "Reading the endpoint of S3 (publish.s3-endpoint or AWS_ENDPOINT_URL_S3): the endpoint is not an http or https URL, or contains credentials or a query. Use one such as http://127.0.0.1:9000.");
}
