using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace Reelmill.Library.Publishing.S3;

/// <summary>Makes the client of a bucket from options and the standard environment variables.</summary>
/// <param name="Client">The client; whoever has this disposes it.</param>
/// <param name="BaseUrl">What the URL of a bucket's key begins with, with a slash at its end.</param>
internal sealed record S3Connection(AmazonS3Client Client, string BaseUrl)
{
    private const string DefaultRegion = "us-east-1";

    public static S3Connection Open(string bucket, S3Options options)
    {
        var endpoint = options.Endpoint ?? Variable("AWS_ENDPOINT_URL_S3") ?? Variable("AWS_ENDPOINT_URL");
        var region = options.Region ?? Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? DefaultRegion;
        var config = new AmazonS3Config
        {
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,

            // Both are done by S3Requests, on the clock of this program.
            MaxErrorRetry = 0,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
            return new(Make(config, options), $"https://{bucket}.s3.{region}.amazonaws.com/");
        }

        var url = Check(endpoint);
        config.ServiceURL = url;
        config.AuthenticationRegion = region;
        return new(Make(config, options), $"{url}/{bucket}/");
    }

    private static AmazonS3Client Make(AmazonS3Config config, S3Options options) =>
        (options.Credentials ?? FromEnvironment()) is { } credentials ? new(credentials, config) : new(config);

    private static AWSCredentials? FromEnvironment()
    {
        if (Variable("AWS_ACCESS_KEY_ID") is not { } id || Variable("AWS_SECRET_ACCESS_KEY") is not { } secret)
        {
            return null;
        }

        return Variable("AWS_SESSION_TOKEN") is { } token ? new SessionAWSCredentials(id, secret, token) : new BasicAWSCredentials(id, secret);
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string Check(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url is { UserInfo: "", Query: "", Fragment: "" }
            ? url.AbsoluteUri.TrimEnd('/')
            : throw new Core.PipelineException(
                PublishTarget.BadTarget,
                "Reading the endpoint of S3 (publish.s3-endpoint or AWS_ENDPOINT_URL_S3): it is no http or https URL, or has credentials or a query. Give one such as http://127.0.0.1:9000.");
}
